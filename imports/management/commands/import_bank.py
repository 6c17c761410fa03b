"""`manage.py import_bank FILE --kind mentors --municipality SLUG [--commit] [--json [--records]]`."""

import json
from argparse import ArgumentParser
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.models import User
from imports.actions import commit_batch, no_file_without_batch, store_file, store_preview
from imports.enums import ImportKind
from imports.heading_keys import heading_key
from imports.matching.learned_columns import OFFERED, wrong_codes
from imports.matching.registry_snapshot import RegistrySnapshot
from imports.models import ImportBatch, ImportRow
from imports.parsing import UnreadableFile
from imports.parsing.returned_files import is_ours, left_out_of_exports
from imports.preview import ImportPreview, OtherKind, preview_file
from imports.writing.bulk_writing import without_collecting
from imports.writing.outcome import failure, outcome_of, parsed_records, unwritable
from imports.writing.stored_rows import rows_with_issues
from registry import clock
from registry.queries.memberships import account_with
from registry.queries.municipalities import municipality_with_slug, slugs_of_municipalities
from registry.queries.organisations import organisation_named
from russian.numbers import plural

_KINDS = (*ImportKind.values, "auto")
_MOST_PRINTED = 20


class Refusal(Exception):
    """Nothing can be done; `code` names the reason."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class Command(BaseCommand):
    help = (
        "Загружает наставников, наставляемых, пары или организации из таблицы. "
        "Без --commit только показывает, что будет. "
        "Код возврата 0, если ошибок нет (строки, ждущие решения, ошибкой не считаются), иначе 1."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="xlsx, xls, ods или csv")
        parser.add_argument("--kind", choices=_KINDS, default="auto", help="что в файле; auto — определить по столбцам")
        parser.add_argument("--municipality", required=True, metavar="SLUG", help="код муниципалитета")
        parser.add_argument(
            "--organisation", metavar="НАЗВАНИЕ", help="файл одной организации: краткое название или номер"
        )
        parser.add_argument("--sheet", metavar="ЛИСТ", help="читать только этот лист")
        parser.add_argument(
            "--map",
            metavar="ФАЙЛ",
            dest="map_file",
            help="JSON: заголовок столбца → что в нём, null — не загружать. "
            '{"Ответственный": "full_name", "Где трудится": "organisation", "Цвет": null}. '
            f"Что бывает в столбцах: {', '.join(OFFERED)}",
        )
        parser.add_argument("--by", metavar="ПОЧТА", help="от чьего имени внести; без этого в истории стоит «портал»")
        parser.add_argument("--commit", action="store_true", help="внести новые и изменённые строки")
        parser.add_argument("--json", action="store_true", dest="as_json", help="напечатать итог как JSON")
        parser.add_argument(
            "--records",
            action="store_true",
            help="вместе с --json: прочитанные записи и все подробности замечаний",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with without_collecting():
                outcome = self._bring_in(options)
        except (UnreadableFile, Refusal) as error:
            if options["as_json"]:
                self._print_json(failure(error.code, str(error)))
                raise SystemExit(1) from error
            raise CommandError(str(error)) from error
        if options["as_json"]:
            self._print_json(outcome)
        else:
            self._print_summary(outcome, committed=options["commit"])
        if outcome["errors"]:
            raise SystemExit(1)

    def _bring_in(self, options: dict[str, Any]) -> dict[str, Any]:
        snapshot = self._snapshot(options)
        path = Path(options["file"])
        try:
            data = path.read_bytes()
        except OSError as error:
            raise Refusal("file_not_found", f"Файл не открывается: {path}. Проверьте путь к нему.") from error
        by = self._user(options["by"])
        mapping = _read_map(options["map_file"])
        reading = {"filename": path.name, "kind": options["kind"], "sheet": options["sheet"], "mapping": mapping}
        with transaction.atomic():  # one view of the register from reading it to writing
            try:
                preview = preview_file(
                    data, snapshot=snapshot, today=clock.today(), keep_records=options["records"], **reading
                )
            except OtherKind as error:
                if not options["records"] or options["commit"]:
                    raise
                return {**unwritable(error.parsed), **parsed_records(error.parsed, [])}
            rows: Iterable[ImportRow] = preview.rows
            if options["commit"]:
                batch = store_file(
                    data=data, municipality=snapshot.municipality, organisation=snapshot.organisation, by=by, **reading
                )
                rows = _rows_after_commit(batch, preview, by)
                if options["records"]:
                    rows = list(rows)
            self._not_read = _not_read(preview, mapping)
            outcome: dict[str, Any] = {
                **outcome_of(rows, preview.issues),
                "kind": preview.kind,
                "kind_from": preview.parsed.kind_from,
                "unread_columns": self._not_read,
            }
        return outcome | (parsed_records(preview.parsed, list(rows)) if options["records"] else {})

    def _snapshot(self, options: dict[str, Any]) -> RegistrySnapshot:
        municipality = municipality_with_slug(options["municipality"])
        if municipality is None:
            slugs = ", ".join(slugs_of_municipalities()) or "нет ни одного"
            message = f"Муниципалитета с кодом «{options['municipality']}» нет. Есть: {slugs}."
            raise Refusal("unknown_municipality", message)
        name = options["organisation"]
        if not name:
            return RegistrySnapshot(municipality)
        organisation = organisation_named(municipality, name)
        if organisation is None:
            raise Refusal("unknown_organisation", f"Организации «{name}» в этом муниципалитете нет.")
        return RegistrySnapshot(municipality, organisation)

    @staticmethod
    def _user(email: str | None) -> User | None:
        if not email:
            return None
        user = account_with(email)
        if user is None:
            raise Refusal("unknown_user", f"Пользователя с адресом «{email}» нет.")
        return user

    def _print_json(self, outcome: Mapping[str, Any]) -> None:
        self.stdout.write(json.dumps(outcome, ensure_ascii=False, indent=2))

    def _print_summary(self, outcome: dict[str, Any], *, committed: bool) -> None:
        write = self.stdout.write
        write(f"Прочитано: {plural(outcome['rows'], 'строка,строки,строк')} с данными.")
        labels = {"new": "новых", "changed": "изменённых", "unchanged": "без изменений", "review": "ждут решения"}
        write("Записи: " + ", ".join(f"{word} {outcome[key]}" for key, word in labels.items()) + ".")
        for title, issues in (("Ошибки", outcome["errors"]), ("Замечания", outcome["warnings"])):
            if issues:
                write(f"{title}: {len(issues)}")
            for issue in issues[:_MOST_PRINTED]:
                write(f"  {_address(issue)}{issue['message']}")
            if len(issues) > _MOST_PRINTED:
                write(f"  … и ещё {len(issues) - _MOST_PRINTED}; все — с ключом --json")
        if unread := self._not_read:
            write(f"Столбцы не узнаны и не загружаются: {', '.join(f'«{heading}»' for heading in unread)}.")
            write("Что в них, скажите в файле для --map.")
        if committed:
            write("Новые и изменённые записи сохранены; остальные строки остались в файле.")
        else:
            write("Ничего не внесено. Чтобы внести, добавьте --commit.")


def _not_read(preview: ImportPreview, mapping: dict[str, str | None]) -> list[str]:
    """Headings of columns that are not recognised, except the portal's own and those that are left out on purpose."""
    in_use = mapping or (preview.remembered.mapping if preview.remembered else {})
    headings = [
        (column.heading, column.field)
        for table in preview.parsed.tables
        for column in table.columns
        if not column.hidden
    ]
    left_out = left_out_of_exports(heading for heading, _ in headings) | set(map(heading_key, in_use))
    return list(
        dict.fromkeys(
            heading
            for heading, field in headings
            if not field and not is_ours(heading) and heading_key(heading) not in left_out
        )
    )


def _address(issue: dict[str, Any]) -> str:
    parts = (
        f"лист «{issue['sheet']}»" if issue["sheet"] else "",
        f"строка {issue['row']}" if issue["row"] else "",
        f"«{issue['column']}»" if issue["column"] else "",
    )
    address = ", ".join(part for part in parts if part)
    return f"{address}: " if address else ""


def _rows_after_commit(batch: ImportBatch, preview: ImportPreview, by: User | None) -> Iterable[ImportRow]:
    """The rows of the preview after writing, to be looked at once; what is not written leaves no file behind."""
    with no_file_without_batch(batch):
        store_preview(batch=batch, preview=preview)
        try:
            return rows_with_issues(commit_batch(batch=batch, by=by))
        except ValidationError as error:
            raise Refusal("not_written", " ".join(error.messages)) from error


def _read_map(name: str | None) -> dict[str, str | None]:
    """What --map says: heading → field code or None."""
    if not name:
        return {}
    try:
        mapping = json.loads(Path(name).read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise Refusal("map_not_found", f"Файл со столбцами не открывается: {name}. Проверьте путь к нему.") from error
    except ValueError as error:
        raise Refusal("bad_map", f"Файл со столбцами — не JSON в кодировке UTF-8: {name}.") from error
    if not isinstance(mapping, dict) or not all(code is None or isinstance(code, str) for code in mapping.values()):
        raise Refusal("bad_map", 'В файле со столбцами должно быть {"заголовок": "что в нём" или null}.')
    if wrong := wrong_codes(mapping):
        raise Refusal("bad_map", f"В файле со столбцами нельзя указать: {', '.join(wrong)}. Список — в --help.")
    return mapping
