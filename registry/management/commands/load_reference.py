"""Brings dictionaries, policy presets, stages, the scale and roadmap presets into step with fixtures/.

What the documents say belongs to the files; whether an entry is used belongs to the people who run the portal, so
`in_use` of an entry that is already there is left alone. An entry that a file no longer has is left alone as well:
pairs may refer to it. Entries of municipalities carry codes that no file has, so nothing here reaches them.
"""

import json
from collections import Counter
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.db import transaction

from registry.models import (
    CalendarException,
    Category,
    Form,
    Format,
    Kind,
    LeadingPost,
    PlanStep,
    Reason,
    RoleModel,
    SideRequirement,
)
from registry.models.dictionary import DictionaryEntry

#: files in the order of loading: later ones refer to earlier ones
REFERENCE = ("dictionaries", "calendar", "policy_presets", "stages", "scale", "roadmap_presets")

Switches = dict[type[DictionaryEntry], dict[str, bool]]
SWITCHABLE: tuple[type[DictionaryEntry], ...] = (
    Form,
    RoleModel,
    Kind,
    Reason,
    LeadingPost,
    SideRequirement,
    PlanStep,
    Format,
    Category,
    CalendarException,
)


class Command(BaseCommand):
    help = "Загружает справочники, образцы политики, этапы и шкалу. Повторный запуск обновляет их и не создаёт копий."

    def handle(self, *args: Any, **options: Any) -> None:
        files = self.reference_files()
        with transaction.atomic():
            switches = remember_switches()
            call_command("loaddata", *(str(path) for path in files), verbosity=0)
            restore_switches(switches)
        if options["verbosity"]:
            for path in files:
                self.stdout.write(f"Загружено: {contents(path)}.")

    def reference_files(self) -> list[Path]:
        """Raises CommandError when a file is missing."""
        paths = [settings.BASE_DIR / "fixtures" / f"{name}.json" for name in REFERENCE]
        for path in paths:
            if not path.exists():
                raise CommandError(
                    f"Нет файла fixtures/{path.name}. Он поставляется с порталом: восстановите его и повторите команду."
                )
        return paths


def remember_switches() -> Switches:
    return {model: dict(model.objects.values_list("code", "in_use")) for model in SWITCHABLE}


def restore_switches(switches: Switches) -> None:
    for model, in_use_by_code in switches.items():
        for in_use in (True, False):
            codes = [code for code, value in in_use_by_code.items() if value is in_use]
            model.objects.filter(code__in=codes).exclude(in_use=in_use).update(in_use=in_use)


def contents(path: Path) -> str:
    """«формы наставничества — 7, ролевые модели — 10»."""
    counts = Counter(entry["model"] for entry in json.loads(path.read_text(encoding="utf-8")))
    return ", ".join(f"{apps.get_model(label)._meta.verbose_name_plural} — {n}" for label, n in counts.items())
