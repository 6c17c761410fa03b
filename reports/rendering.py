"""HTML template + payload → PDF. The same payload always gives the same bytes, so that a SHA-256 means something."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import segno
from django.conf import settings
from django.template.loader import render_to_string
from weasyprint import CSS, HTML, Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from reports.paper import Crowding, Division, Paper

STYLESHEET = "reports/papers/_paper.css"
#: so few rows do not earn a sheet of their own
FEW_ROWS = 5
#: a longer paper is set smaller when that saves a sheet
MOST_SHEETS = 4
#: smaller type alone saves so many sheets of so few at most
SHEETS_SAVED_BY_TYPE = 1
#: the last sheet of a table holds so many rows at least
LEAST_ROWS = 4
#: rows go over to it as long as they leave no more of the sheet before empty
MOST_EMPTY = 0.25
#: above and below the text, in pixels of CSS: 20 mm
MARGIN = 20 / 25.4 * 96
#: a repeated name or a number of sheets makes a row higher and may move the end of a sheet
MOST_LAYOUTS = 4
#: `presentational_hints`: widths of columns come as <col width>. PDF/A-3a: fit to be kept, with its structure and text
_OPTIONS: dict[str, Any] = {
    "pdf_tags": True,
    "pdf_variant": "pdf/a-3a",
    "output_intent": "--srgb",  # the profile of that name in _paper.css
    "presentational_hints": True,
}


#: WeasyPrint counts a space there when it looks whether the text fits into a line, and then breaks the line anywhere
_BEFORE_END_OF_CELL = re.compile(r"\s+(?=</td>)")


class ForbiddenAddressError(ValueError):
    """A paper asked for something outside the static files."""


class StaticFilesFetcher(URLFetcher):
    """Opens files below `static/` and data: URIs; nothing a payload contains can reach the network or the disk."""

    def __init__(self, root: Path) -> None:
        super().__init__(allowed_protocols=("file", "data"), allow_redirects=False)
        self.root = root.resolve()

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if url.lower().startswith("data:"):
            return super().fetch(url, headers)
        path = _path_of(url)
        if path is None or not path.is_relative_to(self.root):
            raise ForbiddenAddressError(f"В документе запрещён адрес {url}")
        return super().fetch(url, headers)


def _path_of(url: str) -> Path | None:
    """The real file behind a file: address, symbolic links and «..» resolved."""
    parts = urlsplit(url)
    if parts.scheme.lower() != "file" or parts.netloc not in ("", "localhost"):
        return None
    return Path(unquote(parts.path)).resolve()


def static_root() -> Path:
    return Path(settings.BASE_DIR) / "static"


def render_paper(
    paper: Paper[Any, Any], payload: Mapping[str, Any], *, draft: bool, signature_mark: Sequence[str] = ()
) -> bytes:
    """The PDF. A draft says «ПРОЕКТ» on every sheet and carries no verification code.

    `signature_mark`: lines of the mark of an electronic signature, which takes the place of the hand's.
    A long table, or one whose last sheet would hold a few rows only, is set smaller when that saves a sheet, and a
    paper may say what else it does when it is too long; otherwise some rows of the sheet before come over to the last.
    """
    context = {
        "paper": payload,
        "document_title": paper.document_title(payload),
        "author": payload.get("issuer", ""),
        "draft": draft,
        "verification": None if draft else payload.get("verification"),
        "signature_mark": signature_mark,
        **paper.context(payload),
    }
    margin = paper.left_margin_mm(payload)
    sheets = _laid_out(paper.template, context, margin)
    for change in _changes(paper, payload, sheets):
        other = _laid_out(paper.template, {**context, **change}, margin)
        if len(other.document.pages) < len(sheets.document.pages):
            sheets, context = other, {**context, **change}
        if len(sheets.document.pages) <= MOST_SHEETS:
            break
    sheets = _lay_out_until_stable(sheets, paper, payload, context)
    if (row := sheets.row_for_last_sheet) is not None:
        context["fresh_row"] = row
        fuller = _lay_out_until_stable(_laid_out(paper.template, context, margin), paper, payload, context)
        if len(fuller.document.pages) == len(sheets.document.pages):
            sheets = fuller
    return sheets.pdf()


def _changes(paper: Paper[Any, Any], payload: Mapping[str, Any], sheets: "Sheets") -> Iterator[dict[str, Any]]:
    """What may save sheets, the mildest first."""
    if sheets.signatures_alone and (more := paper.context_when(payload, Crowding.SIGNATURES_ALONE)):
        yield more
    too_many = len(sheets.document.pages) - MOST_SHEETS
    tighter = paper.context_when(payload, Crowding.MANY_SHEETS) if too_many > 0 else {}
    if (sheets.ends_nearly_empty or too_many > 0) and not (tighter and too_many > SHEETS_SAVED_BY_TYPE):
        yield {"compact": True}
    if tighter:
        yield {"compact": True, **tighter}


def _lay_out_until_stable(
    sheets: "Sheets", paper: Paper[Any, Any], payload: Mapping[str, Any], context: Mapping[str, Any]
) -> "Sheets":
    """Laid out anew until what the paper prints of its own sheets is what they are."""
    for _ in range(MOST_LAYOUTS):
        division = sheets.division
        more = paper.context_on_sheets(payload, division)
        if not more:
            break
        sheets = _laid_out(paper.template, {**context, **more}, paper.left_margin_mm(payload))
        if sheets.division == division:
            break
    return sheets


@dataclass(frozen=True)
class Sheets:
    """A paper divided into sheets. Rows of its table have ids «row-0», «row-1», …, in those that are headings there is
    an id «heading-0»; what follows the table, if anything, has the id «after-table», and the annexes begin with the id
    «annex»."""

    document: Document
    identifier: bytes

    @property
    def division(self) -> Division:
        by_page = [rows for rows in self._rows() if rows]
        return Division(
            first_rows=frozenset(min(rows) for rows in by_page[1:]),
            annex_sheets=len(self.document.pages) - begins if (begins := self._page_of("annex")) is not None else 0,
        )

    @property
    def ends_nearly_empty(self) -> bool:
        by_page = [rows for rows in self._rows() if rows]
        return len(by_page) > 1 and (len(by_page[-1]) <= FEW_ROWS or self._follows_alone)

    @property
    def signatures_alone(self) -> bool:
        """Those who have read the paper sign on a sheet where nothing else of it stands."""
        page = self._page_of("acquainted")
        return page is not None and page != self._page_of("signature")

    @property
    def row_for_last_sheet(self) -> int | None:
        """The row with which the last sheet of the table should begin, or None when enough stand there or more would
        leave too much of the sheet before empty. What follows the table is not left alone in any case."""
        by_page = [rows for rows in self._rows() if rows]
        last = max(by_page[-1], default=-1) if by_page else -1
        if last < LEAST_ROWS or (len(by_page) == 1 and not self._follows_alone):
            return None
        on_last_sheet = 0 if self._follows_alone else len(by_page[-1])
        rows = [self._with_heading(row) for row in range(last + 1 - LEAST_ROWS, last + 1 - on_last_sheet)]
        fitting = (row for row in rows if self._share_left_empty(row) <= MOST_EMPTY)
        return next(fitting, rows[-1] if rows and not on_last_sheet else None)

    def _share_left_empty(self, row: int) -> float:
        """Of the sheet where the row stands, when the row and all that follows go over to the next one."""
        page = next(page for page in self.document.pages if f"row-{row}" in page.anchors)
        last_line = page.height - MARGIN
        return float(last_line - page.anchors[f"row-{row}"][1]) / (last_line - MARGIN)

    def _with_heading(self, row: int) -> int:
        """A heading of rows goes over with them."""
        while self._page_of(f"heading-{row - 1}") is not None:
            row -= 1
        return row

    @property
    def _follows_alone(self) -> bool:
        """What follows the table has gone over to a sheet where there is no row."""
        page = self._page_of("after-table")
        return page is not None and not self._rows()[page]

    def _page_of(self, anchor: str) -> int | None:
        return next((number for number, page in enumerate(self.document.pages) if anchor in page.anchors), None)

    def _rows(self) -> list[list[int]]:
        return [
            [int(name.removeprefix("row-")) for name in page.anchors if name.startswith("row-")]
            for page in self.document.pages
        ]

    def pdf(self) -> bytes:
        return self.document.write_pdf(pdf_identifier=self.identifier, **_OPTIONS)


def _laid_out(template: str, context: Mapping[str, Any], left_margin_mm: int) -> Sheets:
    verification = context.get("verification")
    values = {**context, "qr": qr_data_uri(verification["url"]) if verification else ""}
    page = _BEFORE_END_OF_CELL.sub("", render_to_string(template, values))
    rules = render_to_string(STYLESHEET, {"left_margin_mm": left_margin_mm, "has_qr": bool(verification)})
    root = static_root()
    base_url = root.as_uri() + "/"
    fetcher = StaticFilesFetcher(root)
    fonts = FontConfiguration()
    colours: dict[str, Any] = {}
    stylesheet = CSS(string=rules, base_url=base_url, url_fetcher=fetcher, font_config=fonts, color_profiles=colours)
    html = HTML(string=page, base_url=base_url, url_fetcher=fetcher)
    document = html.render(font_config=fonts, stylesheets=[stylesheet], color_profiles=colours, **_OPTIONS)
    return Sheets(document, hashlib.sha256((page + rules).encode()).hexdigest()[:32].encode())


@lru_cache(maxsize=64)
def qr_data_uri(address: str) -> str:
    """The QR code of an address as an SVG data: URI, error correction M (readable with 15 % damaged)."""
    return segno.make(address, error="m", micro=False).svg_data_uri(border=2)


def sha256_of(pdf: bytes) -> str:
    return hashlib.sha256(pdf).hexdigest()
