"""Tags and texts of an HTML page in one pass. The standard parser starts over at each broken tag, which a page made
on purpose turns into hours; here every search that fails once is not tried again."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

_TAG_NAME = re.compile(r"/?[a-zA-Z][^\s/>]*")
_STOP = re.compile("[>\"']")
_ATTRIBUTE = re.compile(r"""([^\s=>"'/]+)\s*(?:=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
_LONGEST_TAG = 4000

#: Name of the tag (with a slash before it when it ends an element) and its attributes; None and the text for a text.
Token = tuple[str | None, str]


def tokens(page: str) -> Iterator[Token]:
    """Attributes come as the text between the name and the end of the tag; read them with ``attributes``."""
    at, scanner = 0, _TagScanner(page)
    while at < len(page):
        start = page.find("<", at)
        if start < 0:
            break
        if start > at:
            yield None, _plain(page[at:start])
        name = _TAG_NAME.match(page, start + 1)
        if name:
            end = scanner.end_of(name.end())
            if end < 0:
                return
            tag = name[0].lower()
            yield tag, page[name.end() : end][:_LONGEST_TAG]
            at = end + 1
            if tag in ("script", "style"):
                at = _after(page, re.compile(f"</{tag}", re.IGNORECASE), at)
        elif page.startswith("<!--", start):
            closing = page.find("-->", start + 4)
            at = closing + 3 if closing >= 0 else len(page)
        elif page[start + 1 : start + 2] in ("!", "?", "/"):
            closing = page.find(">", start + 1)
            at = closing + 1 if closing >= 0 else len(page)
        else:
            yield None, "<"
            at = start + 1
    if at < len(page):
        yield None, _plain(page[at:])


def attributes(text: str) -> dict[str, str]:
    return {match[1].lower(): _plain(match[2] or match[3] or match[4] or "") for match in _ATTRIBUTE.finditer(text)}


def _after(page: str, pattern: re.Pattern[str], at: int) -> int:
    match = pattern.search(page, at)
    return match.start() if match else len(page)


def _plain(text: str) -> str:
    if "&" not in text:
        return text
    try:
        return html.unescape(text)
    except (ValueError, OverflowError):  # a character number of thousands of digits
        return text


class _TagScanner:
    """Finds the ends of tags, minding quoted values; what is nowhere further on is not searched again."""

    def __init__(self, page: str) -> None:
        self._page = page
        self._minds_quotes = True
        self._missing: set[str] = set()

    def end_of(self, at: int) -> int:
        """Where the «>» of the tag is, or -1."""
        end = self._quoted_end(at) if self._minds_quotes else -1
        if end < 0:
            self._minds_quotes = False
            end = self._page.find(">", at)
        return end

    def _quoted_end(self, at: int) -> int:
        while match := _STOP.search(self._page, at):
            mark = match[0]
            if mark == ">":
                return match.start()
            closing = -1 if mark in self._missing else self._page.find(mark, match.end())
            if closing < 0:
                self._missing.add(mark)
            at = closing + 1 if closing >= 0 else match.end()
        return -1
