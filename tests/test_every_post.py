"""Whatever a visitor sends that changes what is kept: its page carries what it was filled from, or need not.

An address that takes a POST is either one of a form with a version (of itself, or of a page with a button that leads
to it), or makes something new (tests/test_creating_pages.py), or stands here with its reason.
"""

from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import Resolver404, resolve, reverse

from registry.enums import Role
from tests.addresses import ADDRESSES
from tests.every_thing import World, build_world
from tests.factories import MembershipFactory, UserFactory
from tests.raced_elsewhere import ELSEWHERE
from tests.races_of_pages import RACES
from tests.test_edit_versions import EDITS
from tests.writing_views import routes_by_name, takes_post

pytestmark = pytest.mark.django_db
#: hidden fields that tell what the page showed
VERSIONS = {
    "seen",
    "shown_text",
    "shown_fingerprint",
    "fingerprint",
    "revision",
    "mark",
    "position_on_page",
    "from_stage",
}

#: what is pressed is an end state, not a step: a second press, or one on an old page, finds it so or is refused
STATE = (
    "sets a state that its action judges anew while it holds the row: on an old page it is refused or changes nothing"
)
#: what is removed is named on the page, and the action refuses what has something built on it
REMOVES = "removes a row that nobody edits: what the page names is what is removed; history keeps it"
LIST_OF_NAMES = "sets the state of each ticked row, judged anew while it is held"
READS = "asks for the file to be read again; what people have said of it stays"
VERSION_AFTER = "its page leads on where there is nothing to decide; the version stands in its form: "
REFUSED_HERE = "the form has a version; of the things of this test the page only says why it refuses"
WITHOUT = {
    "accounts:sign_out_everywhere": "ends sessions; a second press finds none",
    "registry:candidates": LIST_OF_NAMES, "registry:candidate_propose": STATE,
    "registry:organisation_archive": REFUSED_HERE,
    "registry:person_archive": REFUSED_HERE, "reports:document_cancel": REFUSED_HERE,
    "registry:region_respell": "names what is mended: whoever comes second does not find it any more and is told so",
    "registry:curator_confirm": STATE,
    "registry:class_move_finish": STATE,
    "registry:invitation_resend": STATE, "registry:invitation_revoke": STATE,
    "registry:act_cancellation_withdraw": STATE,
    "registry:dictionary_switch": "says which state is wanted, so that a second press changes nothing",
    "registry:calendar_day_remove": REMOVES,
    "registry:organisation_name_delete": REMOVES, "imports:heading_delete": REMOVES,
    "mentoring:set_stage_switch": "says which state is wanted, so that a second press changes nothing",
    "mentoring:set_item_switch": "says which state is wanted, so that a second press changes nothing",
    "mentoring:programme_return": STATE, "mentoring:programme_acquaint": STATE, "mentoring:programme_correct": STATE,
    "mentoring:programme_submit": "only a draft is sent, and only what is sent is approved: nobody edits it then",
    "mentoring:programme_approve": "what was sent for approval is edited by nobody",
    "mentoring:comment_answer": "an answer is given once",
    "mentoring:roadmap_return": STATE, "mentoring:roadmap_submit": STATE,
    "mentoring:roadmap_approve": "what was sent for approval is edited by nobody",
    "mentoring:roadmap_agree": "what was sent to be agreed is edited by nobody",
    "registry:mentor_exclude": VERSION_AFTER + "registry/forms/bank_entries.py",
    "registry:mentee_exclude": VERSION_AFTER + "registry/forms/bank_entries.py",
    "registry:person_depersonalise": VERSION_AFTER + "registry/forms/private_data.py",
    "mentoring:roadmap_agreement": VERSION_AFTER + "tests/mentoring/test_acts_of_roadmaps.py",
    "mentoring:roadmap_act_back": VERSION_AFTER + "mentoring/forms/roadmap_stamps.py",
    "imports:places": VERSION_AFTER + "tests/imports/review/test_places.py",
    "imports:discard": STATE, "imports:run": READS, "imports:read": READS,
}  # fmt: skip


class PostForms(HTMLParser):
    """Of each form that is sent: its address and the names of its hidden fields."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, set[str]]] = []
        self.is_inside = False

    def handle_starttag(self, tag: str, attrs: list) -> None:
        values = dict(attrs)
        if tag == "form":
            self.is_inside = values.get("method", "").lower() == "post"
            if self.is_inside:
                self.found.append((values.get("action") or "", set()))
        elif self.is_inside and tag == "input" and values.get("type") == "hidden":
            self.found[-1][1].add((values.get("name") or "").rpartition("-")[2])

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.is_inside = False


@pytest.fixture
def world() -> World:
    world = build_world()
    for role in (Role.CURATOR, Role.HEAD):
        MembershipFactory(user=world.users["admin"], role=role, organisation=world.things["school"])
    world.users["staff"] = UserFactory(is_superuser=True, is_staff=True)
    return world


def test_whatever_changes_what_is_kept_has_a_version_or_a_reason(world):
    routes, clients = routes_by_name(), []
    for who in ("admin", "coordinator", "mentor", "council", "staff"):
        clients.append(Client())
        clients[-1].force_login(world.users[who])
    sent = {address.name for address in ADDRESSES if takes_post(routes[address.name])}
    versioned = set()
    for address in ADDRESSES:
        url = reverse(address.name, kwargs={name: world.value_of(thing) for name, thing in address.things.items()})
        parser = PostForms()
        parser.feed(next(filter(None, (_shown(client.get(url)) for client in clients)), ""))
        versioned |= {_name_of(action or url) for action, hidden in parser.found if hidden & VERSIONS}
    explained = set(WITHOUT) | set(RACES) | set(ELSEWHERE)
    assert len(versioned & sent) > 35
    unexplained = sorted(sent - versioned - explained)
    assert unexplained == [], "neither a version nor a reason"
    assert not set(WITHOUT) & versioned, "has a version: no reason is needed"
    assert not set(WITHOUT) - sent
    assert {edit[0] for edit in EDITS.values()} <= versioned | {"monitoring:contingent", "mentoring:request_opinion"}


def _shown(page: Any) -> str:
    """Empty for what is no page; a file is read to its end, which closes it."""
    body = b"".join(page.streaming_content) if page.streaming else page.content
    return body.decode() if page.status_code == 200 and "html" in page["Content-Type"] else ""


def _name_of(url: str) -> str:
    try:
        match = resolve(urlsplit(url).path)
    except Resolver404:
        return ""
    return match.view_name
