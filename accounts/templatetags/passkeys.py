"""What a script reads from the page: no script stands inside it."""

import json
from typing import Any

from django import template
from django.core.serializers.json import DjangoJSONEncoder

register = template.Library()


@register.filter
def script_data(value: Any) -> str:
    """For an attribute of an element, where the template escapes it."""
    return json.dumps(value, cls=DjangoJSONEncoder)
