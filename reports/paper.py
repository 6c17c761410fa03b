"""A kind of paper: its subject, what a person decides about it, what is printed, and what happens when it is issued.

A paper is added by a class in `documents/`, its line in `documents/__init__.py`, and a template.
"""

import hashlib
import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import Any, ClassVar, Generic, Protocol, TypeVar, cast

from django.db.models import Model, Q, QuerySet
from django.http import QueryDict

from accounts.models import User
from registry import clock
from registry.access import Access, Right
from registry.models import Act, Municipality, Organisation
from reports.models import IssuedDocument, PaperDraft
from reports.paper_details import PaperDetails
from reports.paper_kinds import PAPER_KINDS
from russian import typography
from russian.numbers import plural

#: ГОСТ Р 7.0.97: 20 mm; 30 mm for papers kept longer than ten years, such as orders on personnel.
LEFT_MARGIN_MM = 20
PERSONNEL_LEFT_MARGIN_MM = 30

#: so many rows that miss the same are told one by one
MOST_ROWS_APART = 3
#: what the rows of a paper are called, by the field
_ROWS = {"pairs": "строка,строки,строк", "items": "пункт,пункта,пунктов"}

Subject = TypeVar("Subject")
Details = TypeVar("Details", bound=PaperDetails)


@dataclass(frozen=True)
class Gap:
    """What is missing in a paper. A gap that `blocks` must be filled before the paper is issued; a `doubtful` one is
    printed as it is and hardly meant so."""

    field: str
    message: str
    blocks: bool = False
    doubtful: bool = False
    #: of a gap that many rows may have: what is missing, and in which row
    what: str = ""
    row: str = ""
    #: of a gap that stands for several: the rows that have it
    rows: tuple[str, ...] = ()

    @classmethod
    def of_row(cls, field: str, row: str, what: str, *, blocks: bool = False, doubtful: bool = False) -> "Gap":
        return cls(field, f"{row}: {what}.", blocks, doubtful, what=what, row=row)

    @property
    def is_of_field(self) -> bool:
        """It is a field of the form, not a part of one of its rows."""
        return "." not in self.field


def folded_gaps(gaps: Iterable[Gap]) -> list[Gap]:
    """One gap instead of many that miss the same in their rows, where the first of them stood."""
    alike: dict[str, list[Gap]] = {}
    for gap in gaps:
        alike.setdefault(gap.what or gap.message, []).append(gap)
    folded = []
    for what, some in alike.items():
        if len(some) <= MOST_ROWS_APART or not some[0].row:
            folded += some
            continue
        rows = _ROWS.get(some[0].field.partition(".")[0], "место,места,мест")
        message = f"{typography.upper_first(what)}: {plural(len(some), rows)}"
        folded.append(replace(some[0], message=message, rows=tuple(gap.row for gap in some)))
    return folded


class Crowding(Enum):
    """What is wrong with how a paper falls into sheets."""

    #: signatures of those who have read it take a sheet of their own
    SIGNATURES_ALONE = "signatures alone"
    #: more sheets than anybody wants, smaller type notwithstanding
    MANY_SHEETS = "many sheets"


@dataclass(frozen=True)
class Division:
    """How a paper falls into sheets: the numbers of the rows with which sheets of its table go on, the first sheet of a
    table being no continuation, and how many sheets its annexes take."""

    first_rows: frozenset[int] = frozenset()
    annex_sheets: int = 0


@dataclass(frozen=True)
class Issuer:
    """In whose name a paper is issued: an organisation, or its municipality when `organisation` is None."""

    municipality: Municipality
    organisation: Organisation | None

    def grants(self, user: User, right: Right) -> bool:
        access = Access.of(user)
        if self.organisation is not None:
            return access.in_organisation(right, self.organisation)
        return access.in_municipality(right, self.municipality)


class PaperSource(Protocol):
    """A record that a paper is begun from; it has a page."""

    pk: Any

    def get_absolute_url(self) -> str: ...


@dataclass(frozen=True)
class Preparation(Generic[Subject, Details]):
    """A paper before it is issued, read in the scope of one user.

    `source` is the record that the paper was begun from; `predecessor` is the document in force that it replaces;
    `draft` is None for a paper about which nothing is decided.
    """

    paper: "Paper[Subject, Details]"
    source: PaperSource
    subject: Subject
    details: Details
    predecessor: IssuedDocument | None = None
    draft: PaperDraft | None = None

    @property
    def reference(self) -> str:
        """The part of an address that names this preparation: the code of the draft or the id of the source."""
        return self.draft.code if self.draft is not None else str(self.source.pk)


@dataclass(frozen=True)
class Replacing:
    """What happens when a paper is issued in place of another, shown before it is begun."""

    #: one sentence each
    consequences: tuple[str, ...]
    #: the records that the new paper would be about, and a sentence before them
    records: tuple[PaperSource, ...] = ()
    about: str = ""
    #: why there is nothing to issue; empty when there is
    obstacle: str = ""


class DetailsForm(Protocol):
    """What the pages need of a form; `reports.forms.PaperForm` is one."""

    page_template: str

    def is_valid(self) -> bool: ...

    def add_version(self) -> None:
        """Called where the form is filled from a kept draft."""

    def new_details(self) -> PaperDetails:
        """The details with what was typed."""

    def page_context(self) -> dict[str, Any]:
        """Heading, introduction and label of the button."""


class Paper(ABC, Generic[Subject, Details]):
    """One kind of paper. It has no state: everything that differs between two papers is in the payload."""

    #: the kind under which documents are stored
    code: ClassVar[str]
    #: the part of the address: /documents/<slug>/…
    slug: ClassVar[str]
    #: what the register calls the kind; begins with a small letter
    title: ClassVar[str]
    #: the printed form
    template: ClassVar[str]
    #: who may issue, replace and cancel
    right: ClassVar[Right]
    #: step → form; the step «edit» begins a draft. Empty when nothing is decided about the paper
    forms: ClassVar[Mapping[str, Callable[[QueryDict | None, Preparation[Any, Any]], DetailsForm]]] = {}
    details_class: ClassVar[type[PaperDetails]] = PaperDetails
    #: whether its page offers a corrected paper in place of an issued one
    replaceable: ClassVar[bool] = False
    sources_template: ClassVar[str] = "reports/sources.html"
    check_template: ClassVar[str] = "reports/check.html"
    issued_message: ClassVar[str] = "Документ издан."
    refused_message: ClassVar[str] = "Документ не издан."
    changed_message: ClassVar[str] = "Сведения изменились, пока вы проверяли. Посмотрите документ ещё раз."

    # --- before a paper is issued ---

    @abstractmethod
    def sources(self, user: User) -> QuerySet[Any]:
        """Records that the user may begin the paper from; others do not exist for them."""

    def may_begin(self, user: User) -> bool:
        """Whether the user issues such papers anywhere."""
        return Access.of(user).anywhere(self.right)

    def may_preview(self, user: User) -> bool:
        """Whether the user may print projects of such papers at all."""
        return True

    def sources_to_choose(self, user: User) -> QuerySet[Any]:
        """The sources as the page of choosing lists them."""
        return self.sources(user)

    def source_pk_of(self, document: IssuedDocument) -> int | None:
        """The id of the record from which a paper in place of the document is begun."""
        return document.organisation_id

    def source_named_in(self, query: QueryDict, user: User) -> PaperSource | None:
        """The source that the parameters of an address name. Raises Http404 for one out of the user's scope."""
        return None

    def default_details(self) -> Details:
        """The details before any decision."""
        return cast(Details, self.details_class())

    def initial_details(self, source: Any, query: QueryDict) -> Details:
        """What a new draft offers."""
        return self.default_details()

    def replacing(self, document: IssuedDocument) -> Replacing:
        """What a paper in place of the document would be about, and what becomes of the two."""
        return Replacing(
            (
                "Откроется проект нового документа, заполненный тем, что сказано в этом: вы исправите его и проверите.",
                "Пока новый документ не издан, действует этот.",
                "Когда вы издадите новый, этот станет заменённым: останется в списке, проверка по коду назовёт новый.",
            )
        )

    def details_in_place_of(self, document: IssuedDocument, source: Any) -> Details:
        """What a draft in place of the document offers."""
        return self.default_details()

    @abstractmethod
    def subject_of(self, source: Any, details: Details, predecessor: IssuedDocument | None) -> Subject:
        """What the paper is about."""

    @abstractmethod
    def issuer_of(self, subject: Subject) -> Issuer:
        """In whose name the paper is issued."""

    def may_issue(self, user: User, subject: Subject) -> bool:
        return self.may_manage(user, self.issuer_of(subject))

    def may_manage(self, user: User, issuer: Issuer) -> bool:
        """Whether the user may issue, replace and cancel papers of the kind in the issuer's name."""
        return issuer.grants(user, self.right)

    def obstacle(self, subject: Subject) -> str:
        """Why a paper about the subject cannot be issued yet; empty when it can."""
        return ""

    def previews_as_project(self, subject: Subject) -> bool:
        """Whether the paper says «ПРОЕКТ» when it is printed before it is issued."""
        return True

    def describe_decision_of_another(self, user: User, subject: Subject, details: Details) -> str:
        """Why the user prepares the paper and somebody else issues it; empty when the user may."""
        return ""

    def check_context(self, preparation: Preparation[Subject, Details], payload: Mapping[str, Any]) -> dict[str, Any]:
        """What the page «Проверьте перед изданием» shows beside gaps; `payload` is empty when there is none.

        A true `stopped` in it forbids issuing.
        """
        return {}

    # --- what is printed ---

    @abstractmethod
    def payload_from(self, subject: Subject, details: Details) -> dict[str, Any]:
        """Everything that the paper prints, as plain JSON. Raises ValidationError when the paper has no ground.

        Has at least `title`; `number` and `dated` (ISO) when the paper has them.
        """

    def gaps(self, payload: Mapping[str, Any]) -> list[Gap]:
        """Everything that would print as a visible blank, and what forbids issuing."""
        return []

    def issued_text(self, payload: Mapping[str, Any]) -> str:
        """What is said when the document has been issued; payloads of acts name their kind."""
        return self.issued_message

    def question(self, payload: Mapping[str, Any]) -> str:
        """What of the paper is unlikely and has to be confirmed before it is issued; empty where nothing is."""
        return ""

    @abstractmethod
    def file_name(self, payload: Mapping[str, Any]) -> str:
        """The name under which the PDF is downloaded."""

    def document_title(self, payload: Mapping[str, Any]) -> str:
        """What the PDF calls itself; numbers stand here as they are, «135/1»."""
        return self.file_name(payload).removesuffix(".pdf")

    def context(self, payload: Mapping[str, Any]) -> dict[str, Any]:
        """Values that the template shows but that follow from the payload."""
        return {}

    def context_on_sheets(self, payload: Mapping[str, Any], division: Division) -> dict[str, Any]:
        """The part of `context` that depends on how the paper falls into sheets; empty when none does."""
        return {}

    def context_when(self, payload: Mapping[str, Any], crowding: Crowding) -> dict[str, Any]:
        """The part of `context` that is another one in a paper that is so crowded; empty when nothing helps."""
        return {}

    def left_margin_mm(self, payload: Mapping[str, Any]) -> int:
        return LEFT_MARGIN_MM

    @staticmethod
    def fingerprint(payload: Mapping[str, Any]) -> str:
        """The same for the same payload: tells whether what was checked is what is issued."""
        canonical = json.dumps(payload, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(canonical.encode()).hexdigest()

    # --- among the issued ones ---

    def about(self, record: Model) -> Q:
        """Condition on documents of the kind: those about the record. Of none for papers of which several may be in
        force about one record."""
        return Q(pk__in=())

    def naming(self, act: Act) -> Q:
        """Condition on documents of the kind: those that print the act without being it."""
        return Q(pk__in=())

    def prints(self, payload: Mapping[str, Any], act: Act) -> bool:
        """Whether the paper prints the act."""
        return False

    # --- in the transaction that issues the paper ---

    def current(self, subject: Subject, predecessor: IssuedDocument | None) -> Subject:
        """The subject read anew and locked, whatever the caller holds; for a subject that is one record.

        Raises ValidationError when the subject does not fit the paper.
        """
        record = cast(Model, subject)
        return cast(Subject, type(record)._default_manager.select_for_update().get(pk=record.pk))

    def edition_in_force(self, subject: Subject) -> IssuedDocument | None:
        """The document that a new one replaces by itself, for papers of which one edition is in force at a time."""
        return None

    def number_of(self, subject: Subject, payload: Mapping[str, Any]) -> str:
        return payload.get("number", "")

    def dated(self, payload: Mapping[str, Any]) -> date:
        return date.fromisoformat(payload["dated"]) if payload.get("dated") else clock.today()

    def new_act(self, subject: Subject, payload: Mapping[str, Any]) -> Act | None:
        """The legal act that the paper is, saved; None for other papers."""
        return None

    def on_issued(
        self, document: IssuedDocument, subject: Subject, *, predecessor: IssuedDocument | None, by: User
    ) -> None:
        """What else happens when the paper is issued; a ValidationError takes everything back."""

    def reason_superseded(self, document: IssuedDocument) -> str:
        """What the replaced document says when `document` has taken its place."""
        return "Издана новая редакция"

    def obstacle_to_cancelling(self, document: IssuedDocument) -> str:
        """Why the document cannot be cancelled now; empty when it can."""
        return ""


#: code → paper; `documents/` enters its papers when the app is ready
PAPERS: dict[str, Paper[Any, Any]] = {}


def register_papers(papers: Iterable[Paper[Any, Any]]) -> None:
    for paper in papers:
        PAPERS[paper.code] = paper
        PAPER_KINDS[paper.code] = paper.title
