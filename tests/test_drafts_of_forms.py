"""What is typed into any form with a long text is kept in the browser until it is saved (static/js/drafts.js)."""

from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import reverse

from registry.enums import Role
from tests.addresses import ADDRESSES
from tests.every_thing import build_world
from tests.factories import MembershipFactory


class LongForms(HTMLParser):
    """How many forms that are sent have a text of several lines, and how many of them keep a draft."""

    def __init__(self) -> None:
        super().__init__()
        self.keeps: bool | None = None
        self.found: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list) -> None:
        values = dict(attrs)
        if tag == "form":
            self.keeps = "data-draft" in values if values.get("method") == "post" else None
        elif tag == "textarea" and self.keeps is not None:
            self.found.append(self.keeps)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.keeps = None


@pytest.mark.django_db
def test_every_form_with_a_long_text_keeps_a_draft():
    world, forgetful, met = build_world(), [], 0
    for role in (Role.CURATOR, Role.HEAD):
        MembershipFactory(user=world.users["admin"], role=role, organisation=world.things["school"])
    for who in ("admin", "coordinator", "mentor", "council"):
        client = Client()
        client.force_login(world.users[who])
        for address in ADDRESSES:
            things = {name: world.value_of(thing) for name, thing in address.things.items()}
            if address.post or not (page := client.get(reverse(address.name, kwargs=things))).get(
                "Content-Type", ""
            ).startswith("text/html"):
                if not address.post and page.streaming:
                    b"".join(page.streaming_content)
                continue
            parser = LongForms()
            parser.feed(page.content.decode())
            met += len(parser.found)
            forgetful += [address.name] if not all(parser.found) else []
    assert met > 40
    assert not forgetful
