"""HTML template + payload → PDF. The same payload always gives the same bytes, so that a SHA-256 means something."""

import hashlib
from collections.abc import Mapping
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

from reports.paper import LEFT_MARGIN_MM, Paper

STYLESHEET = "reports/papers/_paper.css"
#: so few rows do not earn a sheet of their own
FEW_ROWS = 5
ROW_IDS = ("row-", "reader-")
#: a repeated name makes its row higher and may move the end of a sheet
MOST_LAYOUTS = 4
#: `presentational_hints`: widths of columns come as <col width>
_OPTIONS: dict[str, Any] = {"pdf_tags": True, "presentational_hints": True}


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


def render_paper(paper: Paper[Any, Any], payload: Mapping[str, Any], *, draft: bool) -> bytes:
    """The PDF. A draft says «ПРОЕКТ» on every sheet and carries no verification code.

    A table whose last sheet would hold a few rows only is set smaller when that saves the sheet.
    """
    context = {
        "paper": payload,
        "document_title": paper.file_name(payload).removesuffix(".pdf"),
        "author": payload.get("issuer", ""),
        "draft": draft,
        "verification": None if draft else payload.get("verification"),
        **paper.context(payload),
    }
    margin = paper.left_margin_mm(payload)
    sheets = _with_names_repeated(paper, payload, _laid_out(paper.template, context, margin), context, margin)
    if sheets.ends_nearly_empty:
        context["compact"] = True
        smaller = _laid_out(paper.template, context, margin)
        smaller = _with_names_repeated(paper, payload, smaller, context, margin)
        if len(smaller.document.pages) < len(sheets.document.pages):
            sheets = smaller
    return sheets.pdf()


def _with_names_repeated(
    paper: Paper[Any, Any], payload: Mapping[str, Any], sheets: "Sheets", context: dict[str, Any], margin: int
) -> "Sheets":
    """Laid out anew until what the paper repeats on top of a sheet stands where the sheets begin."""
    for _ in range(MOST_LAYOUTS):
        first_rows = sheets.first_rows
        more = paper.context_on_sheets(payload, first_rows)
        if not more:
            break
        sheets = _laid_out(paper.template, {**context, **more}, margin)
        if sheets.first_rows == first_rows:
            break
    return sheets


def render_pdf(template: str, context: Mapping[str, Any], *, left_margin_mm: int = LEFT_MARGIN_MM) -> bytes:
    """Print `template` with `context`.

    `context["verification"]`, when present, is `{"code", "url"}` and becomes the QR code of the first sheet;
    `context["draft"]` puts «ПРОЕКТ» on every sheet; `context["compact"]` sets tables smaller.
    """
    return _laid_out(template, context, left_margin_mm).pdf()


@dataclass(frozen=True)
class Sheets:
    """A paper divided into sheets. Rows of tables that matter have ids «row-0», «row-1», … or «reader-0», …"""

    document: Document
    identifier: bytes

    @property
    def first_rows(self) -> frozenset[int]:
        """Numbers of the rows with which sheets go on; the first sheet of a table is no continuation."""
        by_page = [rows for rows in self._rows("row-") if rows]
        return frozenset(min(rows) for rows in by_page[1:])

    @property
    def ends_nearly_empty(self) -> bool:
        return any(len(by_page) > 1 and len(by_page[-1]) <= FEW_ROWS for by_page in map(self._filled, ROW_IDS))

    def _filled(self, prefix: str) -> list[list[int]]:
        return [rows for rows in self._rows(prefix) if rows]

    def _rows(self, prefix: str) -> list[list[int]]:
        return [
            [int(name.removeprefix(prefix)) for name in page.anchors if name.startswith(prefix)]
            for page in self.document.pages
        ]

    def pdf(self) -> bytes:
        return self.document.write_pdf(pdf_identifier=self.identifier, **_OPTIONS)


def _laid_out(template: str, context: Mapping[str, Any], left_margin_mm: int) -> Sheets:
    verification = context.get("verification")
    page = render_to_string(template, {**context, "qr": qr_data_uri(verification["url"]) if verification else ""})
    rules = render_to_string(STYLESHEET, {"left_margin_mm": left_margin_mm, "has_qr": bool(verification)})
    root = static_root()
    base_url = root.as_uri() + "/"
    fetcher = StaticFilesFetcher(root)
    fonts = FontConfiguration()
    stylesheet = CSS(string=rules, base_url=base_url, url_fetcher=fetcher, font_config=fonts)
    html = HTML(string=page, base_url=base_url, url_fetcher=fetcher)
    document = html.render(font_config=fonts, stylesheets=[stylesheet], **_OPTIONS)
    return Sheets(document, hashlib.sha256((page + rules).encode()).hexdigest()[:32].encode())


@lru_cache(maxsize=64)
def qr_data_uri(address: str) -> str:
    """The QR code of an address as an SVG data: URI, error correction M (readable with 15 % damaged)."""
    return segno.make(address, error="m", micro=False).svg_data_uri(border=2)


def sha256_of(pdf: bytes) -> str:
    return hashlib.sha256(pdf).hexdigest()
