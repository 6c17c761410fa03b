"""The WSGI entry point."""

import os

from django.core.wsgi import get_wsgi_application

from config.memory import configure_collector

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
configure_collector()
