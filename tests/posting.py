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
    return client.post(address, {**version_shown(client, page or address), **(fields or {})}, **more)


def version_shown(client: Client, address: str) -> dict[str, str]:
    """The hidden field of the page with its version; nothing where it has none."""
    version = re.search(r'name="seen" value="([^"]*)"', client.get(address).content.decode())
    return {"seen": version[1]} if version else {}
