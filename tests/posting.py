"""Sends what a browser would: the hidden version of the page, and what was typed."""

import re
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.test import Client

from registry.forms.edit_version import SEEN, WITHOUT_VERSION

VERSIONS = re.compile(r'name="((?:[a-z_]+-\d+-)?seen)" value="([^"]*)"')


def post_as_shown(
    client: Client, address: str, fields: Mapping[str, Any] | None = None, *, page: str = "", **more: Any
) -> HttpResponse:
    """`page`: where the button stands, when it has no page of its own."""
    return client.post(address, {**version_shown(client, page or address), **(fields or {})}, **more)


def version_shown(client: Client, address: str) -> dict[str, str]:
    """The hidden field of the page with its version; nothing where it has none."""
    version = re.search(r'name="seen" value="([^"]*)"', client.get(address).content.decode())
    return {"seen": version[1]} if version else {}


def save_again_without_version() -> None:
    """Tests need not send the version of a page of which they check something else: the page asks to save once more,
    and that is done. Whoever sends a version, be it empty, gets the page that asks (tests/test_edit_versions.py)."""
    send = Client.post

    def post(client: Client, path: str, data: Any = None, *more: Any, **named: Any) -> Any:
        answer = send(client, path, data, *more, **named)
        data = {} if data is None else data
        if not isinstance(data, Mapping) or any(str(name).rpartition("-")[2] == SEEN for name in data):
            return answer
        if answer.streaming or WITHOUT_VERSION not in (page := answer.content.decode(errors="ignore")):
            return answer
        for value in data.values():
            if hasattr(value, "seek"):
                value.seek(0)
        return send(client, path, {**data, **dict(VERSIONS.findall(page))}, *more, **named)

    Client.post = post  # type: ignore[method-assign]
