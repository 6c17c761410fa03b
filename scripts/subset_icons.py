"""Leaves of the icon font only the icons that the portal's pages use: 10 kB instead of 220.

`npm run vendor` copies the whole font into static/vendor and runs this after it. An icon that is neither used nor in
SPARE needs that again; the test of static files names it.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from fontTools import subset

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "static" / "vendor" / "bootstrap-icons"
STYLES = FOLDER / "bootstrap-icons.min.css"
FONT = FOLDER / "fonts" / "bootstrap-icons.woff2"
#: kept for pages to come, so that a new icon seldom needs the package
SPARE = [
    "award",
    "bell",
    "bookmark",
    "calendar",
    "calendar-check",
    "calendar-event",
    "calendar3",
    "camera",
    "cash",
    "check-all",
    "check-square",
    "chevron-down",
    "chevron-left",
    "chevron-right",
    "chevron-up",
    "clipboard",
    "cloud-download",
    "collection",
    "dash-circle",
    "diagram-3",
    "door-open",
    "emoji-smile",
    "envelope",
    "envelope-check",
    "envelope-open",
    "eye",
    "eye-slash",
    "file-earmark",
    "file-earmark-arrow-",
    "down",
    "file-earmark-pdf",
    "file-earmark-plus",
    "file-earmark-spreadsheet",
    "filter",
    "flag",
    "folder",
    "folder2-open",
    "funnel",
    "gear",
    "gift",
    "globe",
    "graph-up",
    "grid",
    "hammer",
    "hand-thumbs-up",
    "handshake",
    "house",
    "info-circle",
    "info-circle-fill",
    "key",
    "layers",
    "lightbulb",
    "link",
    "link-45deg",
    "list-check",
    "list-ol",
    "list-ul",
    "lock-fill",
    "megaphone",
    "mic",
    "moon",
    "palette",
    "pause",
    "pen",
    "pencil-",
    "square",
    "people-fill",
    "person-add",
    "person-dash",
    "person-fill",
    "person-plus",
    "person-video3",
    "person-x",
    "phone",
    "pie-chart",
    "pin",
    "pin-angle",
    "plus",
    "plus-circle",
    "printer-fill",
    "puzzle",
    "qr-code",
    "question-circle",
    "rocket-takeoff",
    "save",
    "send",
    "share",
    "shield-check",
    "shield-exclamation",
    "shield-lock",
    "skip-forward",
    "speedometer2",
    "star",
    "star-fill",
    "stopwatch",
    "table",
    "tag",
    "tags",
    "telephone",
    "three-dots",
    "tools",
    "trash",
    "trash3",
    "trophy",
    "type",
    "unlock",
    "upload",
    "window",
    "x",
]
#: rooms with pages
ROOMS = tuple(sorted(path.parent.name for path in ROOT.glob("*/apps.py")))

_RULE = re.compile(r"\.bi-(?P<name>[a-z0-9-]+)::before\{content:\"\\(?P<code>[0-9a-f]+)\"\}")
#: «bi-check-lg», and the words of a line where the name follows from a condition or a value
_WRITTEN = re.compile(r"bi-([a-z0-9]+(?:-[a-z0-9]+)*)")
_COMPOSED = re.compile(r"bi-\{[{%].*")
_WORD = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_QUOTED = re.compile(r"\"([a-z0-9]+(?:-[a-z0-9]+)*)\"")


def icons_written() -> set[str]:
    """Names that pages spell out."""
    return {name for path in _pages() for name in _WRITTEN.findall(path.read_text(encoding="utf-8"))}


def icons_named(icons: set[str]) -> set[str]:
    """Those of the known icons that templates compose and Python names in a string."""
    composed = {
        word
        for path in _pages()
        for line in _COMPOSED.findall(path.read_text(encoding="utf-8"))
        for word in _WORD.findall(line)
    }
    quoted = {
        word
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        if "migrations" not in path.parts
        for word in _QUOTED.findall(path.read_text(encoding="utf-8"))
    }
    return (composed | quoted) & icons


def icons_in_styles() -> dict[str, str]:
    """{name: code point in hexadecimal digits} of the vendored styles."""
    return {rule["name"]: rule["code"] for rule in _RULE.finditer(STYLES.read_text(encoding="utf-8"))}


def _pages() -> Iterator[Path]:
    yield from (ROOT / "templates").rglob("*.html")
    yield from (ROOT / "static" / "js").glob("*.js")
    for room in ROOMS:
        yield from (path for path in (ROOT / room).rglob("*.py") if "migrations" not in path.parts)


def main() -> None:
    icons = icons_in_styles()
    used = (icons_written() & icons.keys()) | icons_named(set(icons)) | icons.keys() & set(SPARE)
    options = subset.Options(flavor="woff2", layout_features=[], notdef_outline=True)
    font = subset.load_font(str(FONT), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[int(icons[name], 16) for name in used])
    subsetter.subset(font)
    subset.save_font(font, str(FONT), options)
    head, _, _ = STYLES.read_text(encoding="utf-8").partition(".bi-123::before")
    head = head if head.endswith("}") else head[: head.rindex("}") + 1]
    rules = "".join(f'.bi-{name}::before{{content:"\\{icons[name]}"}}' for name in sorted(used))
    STYLES.write_text(f"{head}{rules}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
