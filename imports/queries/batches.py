"""Batches a user may see, and what their pages show of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Max, Q, QuerySet, Sum, TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from accounts.models import User
from imports.enums import ImportRowStatus
from imports.issue_codes import NO_ISSUE
from imports.models import ImportBatch, ImportRow
from registry.access import Access, Right
from registry.models import Organisation
from russian.search_key import fold

#: the chips of the review page, in their order; the first that has rows and needs a person is opened
GROUPS: dict[str, tuple[str, tuple[ImportRowStatus, ...]]] = {
    "ready": ("Готово", (ImportRowStatus.NEW, ImportRowStatus.CHANGED)),
    "review": ("Сомнения", (ImportRowStatus.REVIEW,)),
    "errors": ("Ошибки", (ImportRowStatus.ERROR,)),
    "unchanged": ("Без изменений", (ImportRowStatus.UNCHANGED,)),
    "off": ("Пропущено", (ImportRowStatus.OFF,)),
}
TO_SEND_BACK = (ImportRowStatus.REVIEW, ImportRowStatus.ERROR)


def _text(field: str, *keys: str) -> Cast:
    """What stands under the keys of a JSON field, as text on every engine."""
    value: str | KeyTextTransform = field
    for key in keys:
        value = KeyTextTransform(key, value)
    return Cast(value, TextField())


def _count(*statuses: ImportRowStatus, path: str = "") -> Count:
    return Count(path or "pk", filter=Q(**{f"{path + '__' if path else ''}status__in": statuses}))


def batches_visible_to(user: User) -> QuerySet[ImportBatch]:
    """Batches of the municipality, or those of the user's own organisation alone."""
    condition = Access.of(user).where(Right.IMPORT, municipality="municipality")
    return ImportBatch.objects.filter(condition).select_related("municipality", "organisation", "uploaded_by")


def with_counts(batches: QuerySet[ImportBatch]) -> QuerySet[ImportBatch]:
    """For the list: how many rows are ready, and how many need a person."""
    return batches.annotate(ready=_count(*GROUPS["ready"][1], path="rows"), unclear=_count(*TO_SEND_BACK, path="rows"))


@dataclass(frozen=True)
class Counts:
    """Numbers of rows by status, and by the issue code that keeps them from being written."""

    by_status: Mapping[str, int]
    by_issue_code: Mapping[str, Mapping[str, int]]

    def __getitem__(self, group: str) -> int:
        """Of a group, or of the new ones among the ready."""
        statuses = (ImportRowStatus.NEW,) if group == "new" else GROUPS[group][1]
        return sum(self.by_status.get(status, 0) for status in statuses)

    def issue_codes(self, group: str) -> list[tuple[str, int]]:
        """Issue codes of a group, the most frequent first; among those left out also rows without one."""
        numbers: dict[str, int] = {}
        for status in GROUPS[group][1]:
            for code, count in self.by_issue_code.get(status, {}).items():
                code = code or (NO_ISSUE if group == "off" else "")
                numbers[code] = numbers.get(code, 0) + count
        return sorted(((code, n) for code, n in numbers.items() if code), key=lambda pair: (-pair[1], pair[0]))


def counts_of(batch: ImportBatch) -> Counts:
    """One query over the index of statuses and issue codes, whatever the number of rows."""
    by_status: dict[str, int] = {}
    by_issue_code: dict[str, dict[str, int]] = {}
    groups = batch.rows.order_by().values_list("status", "issue_code").annotate(rows=Count("pk"))
    for status, code, rows in groups:
        by_status[status] = by_status.get(status, 0) + rows
        by_issue_code.setdefault(status, {})[code] = rows
    return Counts(by_status, by_issue_code)


@dataclass(frozen=True)
class RowSelection:
    """Rows that a page shows: a group, perhaps one issue code of it or one question, perhaps found by words.

    Words are looked for in the folded name and organisation of the row, a number also among the numbers of rows; the
    keys and the words are folded alike, so that SQLite and PostgreSQL find the same.
    """

    group: str
    issue_code: str = ""
    search: str = ""
    #: key of the question whose rows are looked at one by one
    question: str = ""

    @property
    def is_one_by_one(self) -> bool:
        """Rows that share a question are shown apart."""
        return bool(self.search or self.question)

    def of(self, batch: ImportBatch) -> QuerySet[ImportRow]:
        rows = batch.rows.filter(status__in=GROUPS[self.group][1])
        if self.issue_code:
            rows = rows.filter(issue_code="" if self.issue_code == NO_ISSUE else self.issue_code)
        if self.question:
            rows = rows.filter(question_key=self.question)
        for word in fold(self.search).split():
            matching = Q(name_key__contains=word) | Q(organisation_key__contains=word)
            rows = rows.filter(matching | Q(row=int(word)) if word.isdecimal() and len(word) < 8 else matching)
        return rows.order_by("position")

    def count(self, counts: Counts, batch: ImportBatch) -> int:
        """How many rows; asks the database only when words or a question narrow them."""
        if self.is_one_by_one:
            return self.of(batch).count()
        if self.issue_code:
            return dict(counts.issue_codes(self.group)).get(self.issue_code, 0)
        return counts[self.group]


def fingerprint(rows: QuerySet[ImportRow]) -> str:
    """Another one when rows have come, gone, been decided or been read anew."""
    totals = rows.order_by().aggregate(rows=Count("pk"), revisions=Sum("revision"), keys=Sum("pk"), last=Max("pk"))
    return ".".join(str(value or 0) for value in totals.values())


def alike(row: ImportRow) -> QuerySet[ImportRow]:
    """Rows of the batch that may be about the same person as the row: the same question, name and organisation."""
    open_rows = row.batch.rows.filter(status__in=TO_SEND_BACK, issue_code=row.issue_code)
    return open_rows.filter(name_key=row.name_key, organisation_key=row.organisation_key)


def alike_counts(batch: ImportBatch, rows: Iterable[ImportRow]) -> Mapping[tuple[str, ...], int]:
    """(issue_code, name_key, organisation_key) → how many rows are alike, for the questions of one page."""
    rows = list(rows)
    same_names = batch.rows.filter(status__in=TO_SEND_BACK, name_key__in={row.name_key for row in rows})
    same_names = same_names.filter(issue_code__in={row.issue_code for row in rows})
    counts = same_names.order_by().values_list("issue_code", "name_key", "organisation_key").annotate(rows=Count("pk"))
    return {tuple(key): count for *key, count in counts}


def decided_together(batch: ImportBatch, rows: Iterable[ImportRow]) -> Mapping[str, int]:
    """Moment of a decision → how many rows it was put on."""
    moments = {row.decision.at for row in rows if row.decision}
    decided = batch.rows.filter(revision__gt=0).annotate(moment=_text("decision", "at")).filter(moment__in=moments)
    return dict(decided.order_by().values_list("moment").annotate(rows=Count("pk")))


def same_text(batch: ImportBatch, heading: str, text: str) -> QuerySet[ImportRow]:
    """Rows with the same text in the same column; none for headings that no JSON path can name."""
    if heading.lstrip("-").isdecimal() or '"' in heading or "\\" in heading:
        return batch.rows.none()
    return batch.rows.annotate(cell=_text("cells", heading)).filter(cell__in=[text, f"{text}.0"]).order_by("position")


def rows_to_send_back(batch: ImportBatch) -> QuerySet[ImportRow]:
    """Rows that the school has to put right: those to review and those with errors."""
    return batch.rows.filter(status__in=TO_SEND_BACK).order_by("position")


def organisations_to_import_for(user: User) -> QuerySet[Organisation]:
    """Organisations in use for which the user may bring files in."""
    condition = Access.of(user).where(Right.IMPORT, organisation="")
    return Organisation.objects.filter(condition, archived_on__isnull=True).select_related("municipality")


def row_of(batch: ImportBatch, pk: int) -> ImportRow | None:
    return batch.rows.filter(pk=pk).first()


def row_at(batch: ImportBatch, sheet: str, row: int, part: int) -> ImportRow | None:
    """The row of the batch at this place of the file: reading the file again changes primary keys, not places."""
    return batch.rows.filter(sheet=sheet, row=row, part=part).first()
