"""The letter that reminds the curators of an organisation of overdue deadlines, by deed and without names.

The sender's own mail program sends it, so it says nothing about pairs and pupils.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from accounts.models import User
from mentoring.labels.programme import USUAL
from registry import clock
from registry.deadlines import DueOfKind, providers
from registry.models import Curator, Organisation
from russian.document_names import DocumentName
from russian.numbers import plural
from worklist.due.groups import by_heading, own_heading


@dataclass(frozen=True)
class ReminderLetter:
    #: addresses of the curators, of the organisation where nobody has one; may be empty
    addresses: list[str]
    subject: str
    text: str
    #: who do not see each other
    is_to_many: bool = False

    @property
    def link(self) -> str:
        """The link that opens the letter in the sender's mail program."""
        lines, addresses = self.text.replace("\n", "\r\n"), ",".join(self.addresses)
        to = f"?bcc={addresses}&" if self.is_to_many else f"{addresses}?"
        return f"mailto:{to}subject={quote(self.subject)}&body={quote(lines)}"


def reminder_letter(
    *,
    organisation: Organisation,
    curators: Sequence[Curator],
    overdue: Mapping[str, DueOfKind],
    page: str,
    by: User,
    programme: DocumentName = USUAL,
) -> ReminderLetter:
    """`page`: the full address where the recipients find all of it; `programme`: what they call a programme."""
    addresses = [curator.person.email for curator in curators if curator.person.email]
    number = plural(sum(late.number for late in overdue.values()), "дело,дела,дел")
    of_head = {kind: late for kind, late in overdue.items() if kind in _decisions()}
    of_curator = {kind: late for kind, late in overdue.items() if kind not in of_head}
    parts = [_lines(of_curator, programme)] if of_curator else []
    if of_head:
        parts.append(f"Из них решает руководитель, у него это в «Ждут вашего решения»:\n\n{_lines(of_head, programme)}")
    all_lines = "\n\n".join(parts)
    text = f"""Здравствуйте{_names(curators)}!

В реестре наставничества у организации {organisation} просрочено {number}:

{all_lines}

Посмотреть и сделать: {page}

{by.get_full_name()}
"""
    return ReminderLetter(
        addresses or [organisation.email] * bool(organisation.email), f"Наставничество: просрочено {number}", text
    )


def letter_to_all(*, curators: Iterable[Curator], page: str, by: User) -> ReminderLetter:
    """The same text for several organisations, whose curators do not see each other's addresses."""
    addresses = sorted({curator.person.email for curator in curators if curator.person.email})
    text = f"""Здравствуйте!

В реестре наставничества у вашей организации есть просроченные дела. Пожалуйста, сделайте их или напишите, что мешает.

Посмотреть и сделать: {page}

{by.get_full_name()}
"""
    return ReminderLetter(addresses, "Наставничество: есть просроченные дела", text, is_to_many=True)


def gets_letter(curators: Iterable[Curator]) -> bool:
    """Whether the letter to several organisations reaches somebody of one of them."""
    return any(curator.person.email for curator in curators)


def recipients_of(organisation: Organisation, curators: Iterable[Curator]) -> str:
    """The recipients as the reminder stores them."""
    return ", ".join(curator.person.short_name for curator in curators) or organisation.head_name


def _decisions() -> frozenset[str]:
    """Kinds of what the head of an organisation decides."""
    return frozenset(str(kind) for provider in providers for kind in provider.decisions)


def _names(curators: Sequence[Curator]) -> str:
    if len(curators) != 1:
        return ""
    person = curators[0].person
    return ", " + " ".join(filter(None, (person.first_name, person.middle_name)))


def _lines(overdue: Mapping[str, DueOfKind], programme: DocumentName) -> str:
    today = clock.today()
    lines = []
    for title, kinds in by_heading(overdue.items()).items():
        days = (today - min(late.due_on for late in kinds)).days
        heading, number = own_heading(title, programme), sum(late.number for late in kinds)
        lines.append(f"– {heading}: {number}, дольше всего {plural(days, 'день,дня,дней')}")
    return "\n".join(lines)
