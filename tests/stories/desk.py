"""A person at the portal: reads pages, fills in their forms as a browser would, and is refused in words."""

import html
import re
from collections.abc import Iterable
from datetime import date
from io import BytesIO
from typing import Any

from django import forms
from django.db.models import Model
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from accounts.models import User
from mentoring.models import Pair, StageItemTemplate
from registry.enums import Participant
from registry.models import Curator, Mentee, Mentor, Person
from tests.posting import post_as_shown

NAMES = {"first_name": "Мария", "middle_name": "Сергеевна"}
TEACHING = {"position": "учитель биологии", "subject": "биология"}


def words_of(response: HttpResponse) -> str:
    """What a reader sees of the page, in one line."""
    bare = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(bare).replace("\u00a0", " ").split())


def words_of_pdf(data: bytes) -> str:
    text = " ".join(sheet.extract_text() for sheet in PdfReader(BytesIO(data)).pages)
    return " ".join(text.replace("\u00a0", " ").replace("\u00ad", "").split())


class Desk:
    def __init__(self, user: User) -> None:
        self.user = user
        self.client = Client()
        self.client.force_login(user)

    def reads(self, address: str, *args: Any, **query: Any) -> str:
        """The words of a page that must open. `address` is a name, or a path that begins with a slash."""
        response = self.client.get(_path(address, args), query, follow=True)
        assert response.status_code == 200, (address, response.status_code)
        return words_of(response)

    def sends(self, address: str, *args: Any, **fields: Any) -> str:
        """Opens the form, types over what it offers, sends it; the words of the page to which that leads."""
        response = self._posts(_path(address, args), fields)
        assert response.status_code == 302, _complaint(response)
        return self.reads(response.headers["Location"].partition("#")[0])

    def changes_rules(self, address: str, *args: Any, reason: str = "решение педсовета", **fields: Any) -> str:
        """Sends the form of rules, reads «было → стало», gives the reason and confirms."""
        path = _path(address, args)
        asked = self._posts(path, fields)
        assert asked.status_code == 200, asked.headers.get("Location")
        assert asked.context["form"].is_asking, _complaint(asked)
        confirmed = self.client.post(path, {**offered(asked.context["form"]), "reason": reason})
        assert confirmed.status_code == 302, _complaint(confirmed)
        return self.reads(confirmed.headers["Location"])

    def reads_words_and_sends(self, address: str, *args: Any, **fields: Any) -> tuple[str, str]:
        """Sends the form with words for the two sides, reads their sentences, sends it again; both pages in words."""
        path = _path(address, args)
        asked = self._posts(path, fields)
        assert asked.status_code == 200, asked.headers.get("Location")
        assert asked.context["form"].sentences, _complaint(asked)
        saved = self.client.post(path, offered(asked.context["form"]))
        assert saved.status_code == 302, _complaint(saved)
        return words_of(asked), self.reads(saved.headers["Location"].partition("#")[0])

    def is_refused(self, address: str, *args: Any, **fields: Any) -> str:
        """The same, for a form that must come back; the words of its page."""
        response = self._posts(_path(address, args), fields)
        assert response.status_code == 200, response.headers.get("Location")
        return words_of(response)

    def presses(self, address: str, *args: Any, **fields: Any) -> str:
        """A button that asks nothing more; the words of the page that follows, its message included."""
        path = _path(address, args)
        page = path.removesuffix("agree/")  # the page of the pair bears the version that the button sends
        response = post_as_shown(self.client, path, _without_nothing(fields), page=page, follow=True)
        assert response.status_code == 200, (address, response.status_code)
        return words_of(response)

    def may_not(self, address: str, *args: Any) -> bool:
        return self.client.get(_path(address, args)).status_code in (403, 404)

    def downloads(self, address: str, *args: Any) -> bytes:
        response = self.client.get(_path(address, args))
        assert response.status_code == 200, (address, response.status_code)
        return response.getvalue()

    def _posts(self, path: str, fields: dict[str, Any]) -> HttpResponse:
        page = self.client.get(path)
        assert page.status_code == 200, (path, page.status_code, page.headers.get("Location"))
        return self.client.post(path, {**offered(page.context["form"]), **_without_nothing(fields)})

    # --- what is done in every district ---

    def enters_mentor(self, last_name: str, **fields: Any) -> Mentor:
        """A teacher, unless the fields say otherwise."""
        self.sends("registry:mentor_add", **{**NAMES, **TEACHING, "last_name": last_name, **fields})
        return Mentor.objects.select_related("person").get(person__last_name=last_name)

    def enters_mentee(self, last_name: str, **fields: Any) -> Mentee:
        work = {} if fields.get("participant") == Participant.PUPIL else TEACHING
        self.sends("registry:mentee_add", **{**NAMES, **work, "last_name": last_name, **fields})
        return Mentee.objects.select_related("person").get(person__last_name=last_name)

    def appoints_curator(self, last_name: str, *, on: date, **fields: Any) -> Curator:
        """Of the organisation whose head this is, by an order."""
        order = {"appointed_on": on, "act_number": "41-од", "act_dated": on}
        work = {"position": "заместитель директора", "is_deputy": "on"}
        self.sends("registry:curator_add", **{**NAMES, **work, **order, "last_name": last_name, **fields})
        return Curator.objects.select_related("act", "person").get(person__last_name=last_name)

    def enters_pair(self, mentor: Mentor, mentee: Mentee, **fields: Any) -> Pair:
        self.sends("mentoring:pair_new_for", mentee.pk, mentor=mentor, **fields)
        return Pair.objects.filter(mentor=mentor, mentee=mentee).latest("pk")

    def records_consents(self, *people: Person, on: date, **fields: Any) -> None:
        """The papers that the rules ask for and the form offers as missing, all signed on the day."""
        for person in people:
            form = self.client.get(reverse("registry:consent_add", args=[person.pk])).context["form"]
            papers = {signature.code: "on" for signature in form.offered if signature.obligatory}
            self.sends("registry:consent_add", person.pk, signed_on=on, **papers, **fields)

    def issues_order(self, *pairs: Pair, **fields: Any) -> str:
        """From the page of the first pair to the PDF of the issued order; its words."""
        begun = self.client.get(reverse("reports:paper_sources", args=["orders"]), {"pair": pairs[0].pk})
        typed = self._posts(begun.headers["Location"], {"pairs": [pair.pk for pair in pairs], **fields})
        assert typed.status_code == 302, _complaint(typed)
        check = typed.headers["Location"]
        page = self.client.get(check)
        sent = {"fingerprint": page.context["fingerprint"], **({"confirmed": "on"} if page.context["question"] else {})}
        issued = self.client.post(f"{check}issue/", sent, follow=True)
        assert "Приказ издан" in words_of(issued), words_of(issued)
        return words_of_pdf(self.client.get(f"{issued.request['PATH_INFO']}pdf/").content)

    def marks_items(self, pair: Pair, *codes: str, on: date, evidence: str) -> None:
        for code in codes:
            template = StageItemTemplate.objects.get(code=code)
            self.sends("mentoring:stage_item", pair.pk, template.pk, done_on=on, evidence=evidence)


def offered(form: forms.BaseForm) -> dict[str, Any]:
    """What a browser would send of the form if nobody typed anything."""
    values = {}
    for bound in form:
        value = bound.value()
        if value is None or value == "":
            value = _chosen_by_itself(bound.field)
        if not isinstance(bound.field, forms.FileField) and value is not False and value != "":
            values[bound.html_name] = _sent(value)
    return values


def _chosen_by_itself(field: forms.Field) -> str:
    """A list without an empty line shows its first entry as chosen."""
    if type(field.widget) is not forms.Select:
        return ""
    first, _ = next(iter(field.widget.choices), ("", ""))
    return str(first)


def _sent(value: Any) -> Any:
    if isinstance(value, Model):
        return value.pk
    if value is True:
        return "on"
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [_sent(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def _without_nothing(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value if hasattr(value, "read") else _sent(value) for name, value in fields.items()}


def _path(address: str, args: tuple[Any, ...]) -> str:
    return address if address.startswith("/") else reverse(address, args=args)


def _complaint(response: HttpResponse) -> str:
    form = (response.context or {}).get("form")
    return f"{response.status_code}: {form.errors if form is not None else words_of(response)[:600]}"
