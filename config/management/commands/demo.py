"""`manage.py demo`: builds the invented district once, prints the logins and serves the portal."""

import os
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command

from config.demo.building import build, is_built
from config.demo.calendar import Calendar
from config.demo.district import LOGINS, PASSWORD

HOST = "127.0.0.1"


class Command(BaseCommand):
    help = "Демонстрация: выдуманный район, таблица учётных записей и запущенный портал."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--no-serve", action="store_true", help="только построить район, не запускать портал")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Демонстрация запускается командой make demo: у неё свои данные.")
        call_command("migrate", interactive=False, verbosity=0)
        call_command("load_reference", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        if is_built():
            self.stdout.write("Район уже построен, показываю его.")
        else:
            self.stdout.write("Строю выдуманный район: организации и наставники — через импорт таблиц портала…")
            build(Calendar.now(), say=self.stdout.write)
        self.print_logins()
        if not options["no_serve"]:
            self.serve()

    def print_logins(self) -> None:
        width = max(len(login.email) for login in LOGINS)
        self.stdout.write(f"\nПортал: http://{HOST}:{port()}/\nПароль у всех один: {PASSWORD}\n")
        for login in LOGINS:
            self.stdout.write(f"  {login.email:<{width}}  {login.who}")
        self.stdout.write("")
        self.stdout.flush()

    def serve(self) -> None:
        """Becomes gunicorn and the worker, so that Ctrl+C stops the portal at once."""
        command = ["sh", "scripts/serve.sh", "config.wsgi", "--bind", f"{HOST}:{port()}", "--workers", "2"]
        command += ["--threads", "4", "--no-control-socket", "--log-level", "warning"]
        os.chdir(settings.BASE_DIR)
        os.execv("/bin/sh", command)  # noqa: S606 - the script is ours


def port() -> str:
    return os.environ.get("PORT", "8000")
