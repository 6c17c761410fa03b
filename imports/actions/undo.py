"""Undoes a committed batch as a whole: it deletes what the batch made and restores what it changed."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone
from simple_history.utils import get_history_manager_for_model, get_m2m_field_name, get_m2m_reverse_field_name

from accounts.models import User
from imports.actions.drafts import StaleDecision
from imports.background.progress import UNDOING, Progress, no_progress
from imports.enums import ImportStatus
from imports.models import ImportBatch
from imports.queries.undo import (
    Model,
    Obstacles,
    deletion_order,
    is_of_part,
    obstacles_to_undo,
    records_of,
    references_to,
    written_counts,
)
from imports.writing.bulk_writing import insert_history, insert_unnamed, update
from registry.actions.affiliations import take_back_moves
from registry.models import Municipality, Organisation, Person
from registry.side_texts import side_text

_AT_ONCE = 5000
#: columns that no history keeps are made anew from the others
_KEYS: dict[Model, Callable[[Any], None]] = {Person: Person.set_keys, Organisation: Organisation.set_keys}


class UndoRefused(ValidationError):
    """Nothing was undone. `obstacles`: the reasons; empty when only the database has found one."""

    def __init__(self, message: str, obstacles: Obstacles | None = None) -> None:
        super().__init__(message)
        self.obstacles = obstacles or Obstacles()


def undo_batch(
    *, batch: ImportBatch, by: User | None, reason: str = "", progress: Progress = no_progress
) -> ImportBatch:
    """Deletes what the batch has made and puts back what it has changed, in one transaction and with history.

    Raises UndoRefused, changing nothing, when a record was changed since by others or later records use it, and
    StaleDecision unless the batch is committed. Spellings learned in the review stay; file and rows too.
    """
    try:
        with transaction.atomic():
            return _undo(batch, by, reason, progress)
    except IntegrityError as error:
        raise UndoRefused(
            side_text(
                "Отменить нельзя: прежние сведения теперь мешают другим записям реестра, например такое же название "
                "есть у другой организации или место наставника уже занято. Ничего не изменено."
            )
        ) from error


def _undo(batch: ImportBatch, by: User | None, reason: str, progress: Progress) -> ImportBatch:
    batch = _locked(batch)
    progress(UNDOING, 0)
    undoing = _Undo(batch, by, f"Отмена импорта «{batch.file_name}»" + (f": {reason}" if reason else ""))
    undoing.lock()
    if obstacles := obstacles_to_undo(batch):
        raise UndoRefused("Отменить нельзя: часть записей с тех пор изменили или используют.", obstacles)
    progress(UNDOING, 0.3)
    undoing.run()
    batch.status, batch.undone_by, batch.undone_at = ImportStatus.UNDONE, by, undoing.at
    batch.job, batch.job_since, batch.failure = "", None, ""
    batch.save()
    return batch


def _locked(batch: ImportBatch) -> ImportBatch:
    """The committed batch, locked with its municipality: no other batch is written meanwhile."""
    batch_in_database = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch_in_database.status == ImportStatus.UNDONE:
        raise StaleDecision("Запись этого файла уже отменена.")
    if batch_in_database.status != ImportStatus.COMMITTED:
        raise StaleDecision("Этот файл не внесён, отменять нечего.")
    Municipality.objects.select_for_update(no_key=True).get(pk=batch_in_database.municipality_id)
    return batch_in_database


class _Undo:
    """`at`: the moment of all versions that the undo leaves in history, as `committed_at` is that of the commit."""

    def __init__(self, batch: ImportBatch, by: User | None, reason: str) -> None:
        self.at = timezone.now()
        self._batch = batch
        self._by = by
        self._reason = reason
        self._counts = {count.model: count for count in written_counts(batch)}
        self._order = deletion_order(self._counts)

    def lock(self) -> None:
        """Locks the records: nobody changes them or refers to them until the end."""
        for model in reversed(self._order):
            records = model._base_manager.filter(pk__in=records_of(self._batch, model)).order_by("pk")
            for _ in records.select_for_update().values_list("pk").iterator(chunk_size=_AT_ONCE):
                pass

    def run(self) -> None:
        with_created = [model for model in self._order if self._counts[model].created]
        for model in with_created:
            self._tell_deletion(model)
        for model in with_created:
            self._delete(model)
        for model in reversed(self._order):
            if self._counts[model].changed:
                self._put_back(model)

    def _tell_deletion(self, model: Model) -> None:
        """Writes the last version of each record into history, inside the database."""
        history = get_history_manager_for_model(model).model
        signature = {
            "history_date": self.at,
            "history_type": "-",
            "history_user": self._by.pk if self._by else None,
            "history_change_reason": self._reason,
        }
        own = [history._meta.get_field(name) for name in signature]
        signed = zip(own, signature.values(), strict=True)
        values = [field.get_db_prep_save(value, connection) for field, value in signed]
        columns = [_quoted(field.column) for field in history.tracked_fields]
        subquery, arguments = self._records_created(model)
        table, source = _quoted(history._meta.db_table), _quoted(model._meta.db_table)
        statement = (
            f"INSERT INTO {table} ({', '.join([*columns, *(_quoted(field.column) for field in own)])})"  # noqa: S608
            f" SELECT {', '.join([*columns, *['%s'] * len(own)])} FROM {source}"
            f" WHERE {_quoted(model._meta.pk.column)} IN ({subquery})"
        )
        with connection.cursor() as cursor:
            cursor.execute(statement, [*values, *arguments])

    def _delete(self, model: Model) -> None:
        """Deletes without signals, which would write the same history again, record by record."""
        subquery, arguments = self._records_created(model)
        keys = [key for key in references_to(model) if is_of_part(key)]
        columns = [(key.model._meta.db_table, key.column) for key in keys]
        with connection.cursor() as cursor:
            for table, column in (*columns, (model._meta.db_table, model._meta.pk.column)):
                statement = f"DELETE FROM {_quoted(table)} WHERE {_quoted(column)} IN ({subquery})"  # noqa: S608 names
                cursor.execute(statement, arguments)

    def _records_created(self, model: Model) -> tuple[str, tuple[Any, ...]]:
        return records_of(self._batch, model, created=True).query.sql_with_params()

    def _put_back(self, model: Model) -> None:
        history = get_history_manager_for_model(model).model
        tracked = [field.attname for field in history.tracked_fields]
        versions = []
        for chunk in _chunks(self._versions_before(model)):
            records = [self._as_it_was(model, tracked, version) for version in chunk]
            if model is Person:
                take_back_moves({record.pk: record.organisation_id for record in records})
            update(records)
            insert_history(records, [self._reason] * len(records), by=self._by, created=False, at=self.at)
            versions += [(record.pk, version.history_id) for record, version in zip(records, chunk, strict=True)]
        for name in (field.name for field in history._history_m2m_fields):
            self._put_back_relations(model, name, dict(versions))

    def _versions_before(self, model: Model) -> Iterator[Any]:
        """The version of every changed record before the batch's own."""
        history = get_history_manager_for_model(model).model
        key = model._meta.pk.attname
        versions = history.objects.filter(**{f"{key}__in": self._changed(model)}).order_by(key, "history_id")
        before, last, is_past_own = None, None, False
        for version in versions.iterator(_AT_ONCE):
            if getattr(version, key) != last:
                before, last, is_past_own = None, getattr(version, key), False
            if not is_past_own and version.history_date == self._batch.committed_at:
                is_past_own = True
                if before is not None:
                    yield before
            before = version

    def _changed(self, model: Model) -> models.QuerySet:
        return records_of(self._batch, model, created=False)

    def _as_it_was(self, model: Model, tracked: Iterable[str], version: Any) -> Any:
        record: Any = model(**{name: getattr(version, name) for name in tracked})
        if model in _KEYS:
            _KEYS[model](record)
        return record

    def _put_back_relations(self, model: Model, name: str, version_of: dict[int, int]) -> None:
        """Restores many-to-many entries, in the record and in the version that the undo has just written."""
        field: Any = model._meta.get_field(name)
        through, of_history = field.remote_field.through, self._history_of_relation(model, name)
        owner = through._meta.get_field(get_m2m_field_name(field)).attname
        other = through._meta.get_field(get_m2m_reverse_field_name(field)).attname
        changed = self._changed(model)
        before = of_history.objects.filter(**{f"{owner}__in": changed}).values_list("history_id", owner, other)
        restored = [(pk, entry) for version, pk, entry in before if version_of.get(pk) == version]
        through._base_manager.filter(**{f"{owner}__in": changed}).delete()
        entries = through._base_manager.bulk_create([through(**{owner: pk, other: entry}) for pk, entry in restored])
        history = get_history_manager_for_model(model).model
        key = model._meta.pk.attname
        latest = dict(
            history.objects.filter(history_date=self.at, **{f"{key}__in": changed}).values_list(key, "history_id")
        )
        names = [column.attname for column in through._meta.concrete_fields]
        insert_unnamed(
            [
                of_history(history_id=latest[getattr(entry, owner)], **{name: getattr(entry, name) for name in names})
                for entry in entries
            ]
        )

    @staticmethod
    def _history_of_relation(model: Model, name: str) -> Any:
        return getattr(get_history_manager_for_model(model).model, name).model


def _quoted(name: Any) -> str:
    return connection.ops.quote_name(name)


def _chunks(versions: Iterator[Any]) -> Iterator[list[Any]]:
    while chunk := list(islice(versions, _AT_ONCE)):
        yield chunk
