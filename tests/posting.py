"""Sends what a browser would: the hidden version of the page, and what was typed."""

import re
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.test import Client


def post_as_shown(
    client: Client, address: str, fields: Mapping[str, Any] | None = None, *, page: str = "", **more: Any
) -> HttpResponse:
    """`page`: where the button stands, when it has no page of its own."""
    version = re.search(r'name="seen" value="([^"]*)"', client.get(page or address).content.decode())
    return client.post(address, {**({"seen": version[1]} if version else {}), **(fields or {})}, **more)
