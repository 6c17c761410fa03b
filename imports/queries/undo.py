"""What a committed batch has written, and what keeps it from being taken back."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from graphlib import TopologicalSorter
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Count, F, Max, Min, Q, QuerySet
from django.utils import timezone
from simple_history.utils import get_history_manager_for_model

from imports.enums import ImportStatus
from imports.models import ImportBatch, ImportedRecord, ImportRow
from registry.extension_points import parts_of_records
from registry.models import Affiliation, DistinctPeople, FormerName, OrganisationAlias, PersonSpelling

MOST_SHOWN = 100
Model = type[models.Model]
#: nothing without the record: how spreadsheets write it, how it was named, where it belonged, that two cards are of two
_PARTS = (Affiliation, DistinctPeople, FormerName, OrganisationAlias, PersonSpelling)


@dataclass(frozen=True)
class Obstacle:
    """A record that cannot be taken back, and why. `later`: the batch that has changed it since, when it was one."""

    what: str
    address: str
    row: ImportRow
    whys: tuple[str, ...]
    later: ImportBatch | None = None


@dataclass(frozen=True)
class Obstacles:
    """`rows`: how many rows of the file cannot be taken back; `first`: the records of the first of them."""

    rows: int = 0
    first: list[Obstacle] = field(default_factory=list)

    def __bool__(self) -> bool:
        return self.rows > 0


@dataclass(frozen=True)
class WrittenCount:
    model: Model
    created: int
    changed: int

    @property
    def name(self) -> str:
        return str(self.model._meta.verbose_name_plural)


@dataclass
class _Reasons:
    """Why one record cannot be taken back. `version`: primary key of its last version, where that is the reason."""

    texts: list[str] = field(default_factory=list)
    version: int | None = None


def written_counts(batch: ImportBatch) -> list[WrittenCount]:
    """How many records of each kind the batch has made and changed, the most important kinds first."""
    numbers: dict[int, dict[bool, int]] = defaultdict(dict)
    by_type = ImportedRecord.objects.filter(batch=batch).order_by().values_list("content_type", "created")
    for content_type, created, number in by_type.annotate(number=Count("object_id", distinct=True)):
        numbers[content_type][created] = number
    models_found = {_model(pk): counts for pk, counts in numbers.items()}
    return [
        WrittenCount(model, models_found[model].get(True, 0), models_found[model].get(False, 0))
        for model in reversed(deletion_order(models_found))
    ]


def _model(content_type: int) -> Model:
    return ContentType.objects.get_for_id(content_type).model_class()  # type: ignore[return-value]


def records_of(batch: ImportBatch, model: Model, **conditions: bool) -> QuerySet[ImportedRecord, Any]:
    """Primary keys of what the batch has written into a model, for subqueries. `created=True`: of what it has made."""
    content_type = ContentType.objects.get_for_model(model)
    return ImportedRecord.objects.filter(batch=batch, content_type=content_type, **conditions).values("object_id")


def deletion_order(kinds: Iterable[Model]) -> list[Model]:
    """Whatever refers to others goes before them: pairs before bank entries, bank entries before people."""
    models = sorted(kinds, key=lambda model: model._meta.label)
    sorter: TopologicalSorter[Model] = TopologicalSorter(dict.fromkeys(models, ()))
    for model in models:
        for key in model._meta.concrete_fields:
            if key.is_relation and key.related_model in models and key.related_model is not model:
                sorter.add(key.related_model, model)
    return list(sorter.static_order())


def references_to(model: Model) -> Iterator[models.ForeignKey]:
    """Foreign keys of other records to those of the model; a history refers without a constraint and holds nothing."""
    for relation in model._meta.get_fields(include_hidden=True):
        key = getattr(relation, "field", None)
        if relation.auto_created and isinstance(key, models.ForeignKey) and getattr(key, "db_constraint", True):
            yield key


def is_of_part(key: models.ForeignKey) -> bool:
    """The key leads from a row to the record without which it means nothing and with which it is deleted."""
    part = key.model in (*_PARTS, *parts_of_records) and key.remote_field.on_delete is models.CASCADE
    return part or key.model._meta.auto_created is key.related_model


def obstacles_to_undo(batch: ImportBatch) -> Obstacles:
    """What was changed since by others or is used by later records. A constant number of queries per kind of record."""
    reasons: dict[tuple[Model, int], _Reasons] = defaultdict(_Reasons)
    for count in written_counts(batch):
        _find_changed(batch, count.model, reasons)
        if count.created:
            _find_used(batch, count.model, reasons)
    if not reasons:
        return Obstacles()
    rows = _rows_of(batch, reasons)
    first = sorted(set(rows.values()))[:MOST_SHOWN]
    first_reasons = {key: reasons[key] for key, row in rows.items() if row in set(first)}
    first_rows = ImportRow.objects.filter(batch=batch, position__in=first).only("sheet", "row", "position")
    return Obstacles(
        len(set(rows.values())), _describe(batch, first_reasons, rows, {row.position: row for row in first_rows})
    )


def _find_changed(batch: ImportBatch, model: Model, reasons: dict[tuple[Model, int], _Reasons]) -> None:
    """Records with a version later than the batch's own; what came and went with another undone batch counts for none.

    A changed record needs a version to go back to. A created one that is deleted already is no obstacle.
    """
    history = get_history_manager_for_model(model).model
    undone = ImportBatch.objects.filter(municipality=batch.municipality_id, status=ImportStatus.UNDONE)
    moments = [moment for pair in undone.values_list("committed_at", "undone_at") for moment in pair]
    own = Q(history_date=batch.committed_at)
    key = model._meta.pk.attname
    versions = history.objects.filter(**{f"{key}__in": records_of(batch, model)}).order_by().values(key)
    versions = versions.annotate(
        first=Min("history_id"),
        own_first=Min("history_id", filter=own),
        own_last=Max("history_id", filter=own),
        last=Max("history_id", filter=~Q(history_date__in=moments)),
        deleted=Max("history_id", filter=Q(history_type="-")),
    )
    created = set(records_of(batch, model, created=True).values_list("object_id", flat=True))
    suspect = versions.filter(Q(own_last__isnull=True) | Q(last__gt=F("own_last")) | Q(first=F("own_first")))
    for version in suspect:
        pk = version[key]
        if pk in created and version["deleted"] == version["last"]:
            continue
        if version["own_last"] is None or version["last"] > version["own_last"]:
            reasons[model, pk].version = version["last"]
        elif pk not in created:
            reasons[model, pk].texts.append("в истории нет сведений, которые были до загрузки")


def _find_used(batch: ImportBatch, model: Model, reasons: dict[tuple[Model, int], _Reasons]) -> None:
    """Created records that something refers to which the batch has not written itself."""
    created = records_of(batch, model, created=True)
    for key in references_to(model):
        if is_of_part(key):
            continue
        users = key.model._base_manager.filter(**{f"{key.name}__in": created})
        users = users.exclude(pk__in=records_of(batch, key.model))
        for owner in key.model._meta.concrete_fields:
            if isinstance(owner, models.ForeignKey) and is_of_part(owner):
                # Where a changed person belonged is put back with the card.
                made_alone = {} if key.model is Affiliation else {"created": True}
                users = users.exclude(**{f"{owner.name}__in": records_of(batch, owner.related_model, **made_alone)})
        through = key.model._meta.auto_created
        name = (through if isinstance(through, type) else key.model)._meta.verbose_name_plural
        counts = users.order_by().values_list(key.attname).annotate(number=Count("pk"))
        for pk, number in counts:
            reasons[model, pk].texts.append(f"связано: {name}\u00a0— {number}")


def _rows_of(batch: ImportBatch, reasons: Iterable[tuple[Model, int]]) -> dict[tuple[Model, int], int]:
    """The position of the first row of the file that has written each record."""
    types = {ContentType.objects.get_for_model(model).pk: model for model, _ in reasons}
    keys = set(reasons)
    positions: dict[tuple[Model, int], int] = {}
    records = ImportedRecord.objects.filter(batch=batch, content_type__in=types).order_by("row__position")
    for content_type, pk, position in records.values_list("content_type", "object_id", "row__position"):
        if (types[content_type], pk) in keys:
            positions.setdefault((types[content_type], pk), position)
    return positions


def _describe(
    batch: ImportBatch,
    reasons: Mapping[tuple[Model, int], _Reasons],
    positions: Mapping[tuple[Model, int], int],
    rows: Mapping[int, ImportRow],
) -> list[Obstacle]:
    """Obstacles in the order of the file; a person and their bank entry, with one card, are one obstacle."""
    by_card: dict[tuple[int, str, str], list[tuple[list[str], ImportBatch | None]]] = defaultdict(list)
    for model in {model for model, _ in reasons}:
        keys = [pk for kind, pk in reasons if kind is model]
        records = model._base_manager.select_related().in_bulk(keys)
        changes = _last_changes(batch, model, [r.version for (kind, _), r in reasons.items() if kind is model])
        for pk in keys:
            why, record = reasons[model, pk], records.get(pk)
            name = str(record) if record is not None else f"{model._meta.verbose_name} №\u00a0{pk}"
            address = getattr(record, "get_absolute_url", str)()
            texts, later = changes.get(why.version, ([], None))
            by_card[positions[model, pk], name, address].append((texts + why.texts, later))
    return [
        Obstacle(
            what=name,
            address=address,
            row=rows[position],
            whys=tuple(dict.fromkeys(text for texts, _ in reasons_and_later for text in texts)),
            later=next((later for _, later in reasons_and_later if later), None),
        )
        for (position, name, address), reasons_and_later in sorted(by_card.items(), key=lambda item: item[0][:2])
    ]


def _last_changes(
    batch: ImportBatch, model: Model, versions: Iterable[int | None]
) -> dict[int | None, tuple[list[str], ImportBatch | None]]:
    """The last version of a record in words, and the batch that has made it."""
    history = get_history_manager_for_model(model).model
    last_versions = list(
        history.objects.filter(history_id__in=[v for v in versions if v]).select_related("history_user")
    )
    later = {
        other.committed_at: other
        for other in ImportBatch.objects.filter(
            municipality=batch.municipality_id, committed_at__in={version.history_date for version in last_versions}
        )
    }
    explanations = {}
    for version in last_versions:
        by = later.get(version.history_date)
        day = f"{timezone.localtime(version.history_date):%d.%m.%Y %H:%M}"
        who = version.history_user.short_name if version.history_user else "портал"
        what = "удалено" if version.history_type == "-" else "изменено"
        explanations[version.history_id] = ([] if by else [f"{what} {day}, {who}"], by)
    return explanations
