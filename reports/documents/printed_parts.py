"""Parts that many papers print: the letterhead, a person with a post, the address of verification, a file name."""

import re
from typing import NotRequired, TypedDict

from registry.enums import Founder
from registry.models import Organisation
from registry.policies.rules_in_force import SupervisingBody
from russian import typography
from russian.declension import split_full_name
from russian.typography import russian_quotes


class Verification(TypedDict):
    """Where anybody can check that the paper is real; appears only in issued papers."""

    code: str
    url: str


class Letterhead(TypedDict):
    """The upper part of a form (бланк): the body above, the full and the short name, the place."""

    founder: NotRequired[str]
    full_name: str
    short_name: str
    place: str


class NameAndPost(TypedDict):
    """A person as a paper prints them: full name in the nominative and post (or class)."""

    name: str
    post: str
    #: the id of the person's card, which tells namesakes apart
    person: NotRequired[int]
    #: where somebody works or studies who is not of the issuer, in the genitive: «учитель Лицея № 9»
    workplace: NotRequired[str]
    #: the legal representative of a minor who reads and signs too; empty while nobody is named
    representative: NotRequired[str]


def letterhead_of(organisation: Organisation, body_over: SupervisingBody) -> Letterhead:
    """The body stands over the organisations of the municipality; the full name tells any other founder."""
    is_of_municipality = organisation.founder in (Founder.UNKNOWN, Founder.MUNICIPAL)
    body = body_over.authorised_body if is_of_municipality else ""
    return Letterhead(
        founder=typography.upper_first(russian_quotes(body)),
        full_name=typography.upper_first(russian_quotes(organisation.full_name)),
        short_name=russian_quotes(organisation.short_name),
        place=organisation.municipality.place,
    )


def signature_initials(full_name: str) -> str:
    """«Лагунова Ольга Викторовна» → «О. В. Лагунова»; an empty name stays empty."""
    return typography.initials_before(*split_full_name(full_name)) if full_name.strip() else ""


def in_signature_order(name: str) -> str:
    """«Стародубцев Г. Р.» → «Г. Р. Стародубцев»."""
    surname, _, initials = name.replace(typography.NBSP, " ").partition(" ")
    return typography.keep_together(f"{initials} {surname}".strip())


def safe_file_name(text: str) -> str:
    """A name every file system accepts: «135/1» becomes «135-1»."""
    cleaned = re.sub(r'[\\/:*?"<>|«»\u00a0\s]+', " ", text.replace("/", "-")).strip(" .")
    return f"{cleaned[:150]}.pdf"
