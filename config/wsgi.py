"""The WSGI entry point."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

# What the start has made stays as long as the process: the collector of cycles need not walk it during requests.
gc.collect()
gc.freeze()
