"""Reads the environment for settings and explains what is missing."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"", "0", "false", "no", "off"}


def flag(name: str, default: bool = False) -> bool:
    return os.environ.get(name, str(default)).strip().lower() in TRUE


def comma_separated(name: str, default: str = "") -> list[str]:
    """A comma-separated list, without blanks."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def required(name: str, why: str) -> str:
    """The variable's value; raises ImproperlyConfigured with the reason when it is empty."""
    value = os.environ.get(name, "")
    if not value:
        raise ImproperlyConfigured(f"Set the environment variable {name}: {why}")
    return value


def count(name: str) -> int:
    """A number of things; «1», «true» and «on» are one, nothing and «off» are none."""
    value = os.environ.get(name, "").strip().lower()
    if value in TRUE:
        return 1
    if value in FALSE:
        return 0
    if not value.isdecimal():
        raise ImproperlyConfigured(f"The environment variable {name} must be a number, and is {value!r}")
    return int(value)


def folder(name: str, default: Path) -> Path:
    """A folder for data, made when absent."""
    path = Path(os.environ.get(name) or default).resolve()
    path.mkdir(parents=True, exist_ok=True)
    return path
