"""The rooms of the portal, as the folders say: every test that walks over them takes them here."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_PACKAGES = tuple(sorted(path.parent.name for path in ROOT.glob("*/__init__.py")))
#: packages that stand above all: nothing imports them
ABOVE_ALL = ("benchmarks", "tests")
#: config among them
ROOMS = tuple(name for name in _PACKAGES if name not in ABOVE_ALL)
#: apps of Django, which have models, pages or both
ROOMS_WITH_MODELS = tuple(name for name in ROOMS if (ROOT / name / "apps.py").exists())
