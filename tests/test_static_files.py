"""The vendored assets are whole: what they refer to is there, and their versions are the locked ones."""

import json
from pathlib import Path
from runpy import run_path

import pytest
from django.core.management import call_command
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent


def test_the_storage_with_hashes_finds_every_file_that_styles_refer_to(settings, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "config.static_files.HashedStaticFiles"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    names = json.loads((tmp_path / "staticfiles.json").read_text())["paths"]
    for name in (
        "vendor/bootstrap/bootstrap.min.css",
        "vendor/bootstrap/bootstrap.bundle.min.js",
        "vendor/bootstrap-icons/bootstrap-icons.min.css",
        "vendor/htmx/htmx.min.js",
        "vendor/golos-text/golos-text.css",
        "vendor/pt-serif/pt-serif.css",
    ):
        assert (tmp_path / names[name]).is_file()


@pytest.mark.parametrize(
    "package",
    ["bootstrap", "bootstrap-icons", "htmx.org", "@fontsource-variable/golos-text", "@expo-google-fonts/pt-serif"],
)
def test_the_recorded_version_is_the_locked_one(package: str) -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text())
    version = lock["packages"][f"node_modules/{package}"]["version"]
    assert f"| {package} | {version} |" in (ROOT / "static/vendor/VERSIONS.md").read_text()


def test_no_vendored_file_refers_to_a_source_map_that_is_not_there() -> None:
    for path in (ROOT / "static/vendor").rglob("*.*s"):
        assert "sourceMappingURL" not in path.read_text(encoding="utf-8"), path


def test_every_icon_of_the_pages_is_in_the_font_and_the_font_holds_little_else() -> None:
    script = run_path(str(ROOT / "scripts" / "subset_icons.py"))
    vendored = script["icons_in_styles"]()
    assert not script["icons_written"]() - vendored.keys(), "run `npm run vendor`: it takes these icons over"
    assert script["FONT"].stat().st_size < 20_000
    with TTFont(script["FONT"]) as font:
        drawn = {f"{code:x}" for code in font.getBestCmap()}
    assert set(vendored.values()) <= drawn
