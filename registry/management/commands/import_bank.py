"""`manage.py import_bank FILE --kind mentors --municipality SLUG [--commit] [--json]`."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.models import User
from registry import clock
from registry.actions.imports import commit_batch, keep_file, store_plan
from registry.enums import ImportKind
from registry.imports import UnreadableFile
from registry.imports.outcome import failure, outcome_of
from registry.imports.planning import plan_file
from registry.imports.register import Register
from registry.models import Municipality, Organisation
from registry.templatetags.registry_format import plural

_KINDS = (*ImportKind.values, "auto")
_MOST_TOLD = 20
_RECORD_KEYS = ("records", "skipped_rows", "duplicates")


class Refusal(Exception):
    """Nothing can be done; `code` names the reason."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class Command(BaseCommand):
    help = (
        "Загружает банк наставников или перечень организаций из таблицы. Без --commit только показывает, что будет. "
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
        parser.add_argument("--by", metavar="ПОЧТА", help="от чьего имени записать; без этого в истории стоит «портал»")
        parser.add_argument("--commit", action="store_true", help="записать новые и изменённые строки")
        parser.add_argument("--json", action="store_true", dest="as_json", help="напечатать итог как JSON")
        parser.add_argument("--records", action="store_true", help="вместе с --json: и прочитанные записи")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            outcome = self._bring_in(options)
        except (UnreadableFile, Refusal) as problem:
            if options["as_json"]:
                self._print_json(failure(problem.code, str(problem)))
                raise SystemExit(1) from problem
            raise CommandError(str(problem)) from problem
        if options["as_json"]:
            self._print_json(outcome)
        else:
            self._print_summary(outcome, committed=options["commit"])
        if outcome["errors"]:
            raise SystemExit(1)

    def _bring_in(self, options: dict[str, Any]) -> dict[str, Any]:
        register = self._register(options)
        path = Path(options["file"])
        try:
            data = path.read_bytes()
        except OSError as problem:
            raise Refusal("file_not_found", f"Файл не открывается: {path}. Проверьте путь к нему.") from problem
        by = self._user(options["by"])
        with transaction.atomic():  # one view of the register from reading it to writing
            plan = plan_file(
                data, filename=path.name, kind=options["kind"], register=register, today=clock.today(),
                sheet=options["sheet"], keep_records=options["records"],
            )  # fmt: skip
            rows = plan.rows
            if options["commit"]:
                batch = keep_file(
                    data=data, filename=path.name, kind=options["kind"], municipality=register.municipality,
                    organisation=register.organisation, sheet=options["sheet"], by=by,
                )  # fmt: skip
                store_plan(batch=batch, plan=plan)
                rows = list(commit_batch(batch=batch, by=by).rows.all())
            outcome = outcome_of(rows, plan.notes)
        if options["records"]:
            outcome |= {key: value for key, value in plan.parsed.as_json().items() if key in _RECORD_KEYS}
        return outcome

    def _register(self, options: dict[str, Any]) -> Register:
        municipality = Municipality.objects.filter(slug=options["municipality"]).first()
        if municipality is None:
            known = ", ".join(Municipality.objects.values_list("slug", flat=True)) or "нет ни одного"
            message = f"Муниципалитета с кодом «{options['municipality']}» нет. Есть: {known}."
            raise Refusal("unknown_municipality", message)
        named = options["organisation"]
        if not named:
            return Register(municipality)
        in_municipality = Organisation.objects.filter(municipality=municipality)
        organisation = in_municipality.filter(short_name=named).first()
        if organisation is None and named.isdecimal():
            organisation = in_municipality.filter(pk=int(named)).first()
        if organisation is None:
            raise Refusal("unknown_organisation", f"Организации «{named}» в этом муниципалитете нет.")
        return Register(municipality, organisation)

    @staticmethod
    def _user(email: str | None) -> User | None:
        if not email:
            return None
        user = User.objects.filter(email__iexact=email).first()
        if user is None:
            raise Refusal("unknown_user", f"Пользователя с адресом «{email}» нет.")
        return user

    def _print_json(self, outcome: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(outcome, ensure_ascii=False, indent=2))

    def _print_summary(self, outcome: dict[str, Any], *, committed: bool) -> None:
        said = self.stdout.write
        said(f"Прочитано: {plural(outcome['rows'], 'строка,строки,строк')} с данными.")
        words = {"new": "новых", "changed": "изменённых", "unchanged": "без изменений", "review": "ждут решения"}
        said("Записи: " + ", ".join(f"{word} {outcome[key]}" for key, word in words.items()) + ".")
        for title, findings in (("Ошибки", outcome["errors"]), ("Замечания", outcome["warnings"])):
            if findings:
                said(f"{title}: {len(findings)}")
            for found in findings[:_MOST_TOLD]:
                said(f"  {_place(found)}{found['message']}")
            if len(findings) > _MOST_TOLD:
                said(f"  … и ещё {len(findings) - _MOST_TOLD}; все — с ключом --json")
        if committed:
            said("Новые и изменённые записи сохранены; остальные строки остались в файле.")
        else:
            said("Ничего не записано. Чтобы записать, добавьте --commit.")


def _place(found: dict[str, Any]) -> str:
    parts = (
        f"лист «{found['sheet']}»" if found["sheet"] else "",
        f"строка {found['row']}" if found["row"] else "",
        f"«{found['column']}»" if found["column"] else "",
    )
    place = ", ".join(part for part in parts if part)
    return f"{place}: " if place else ""
