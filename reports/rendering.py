"""HTML template + payload → PDF. The same payload always gives the same bytes, so that a SHA-256 means something."""

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import segno
from django.conf import settings
from django.template.loader import render_to_string
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from reports.paper import LEFT_MARGIN_MM, Paper

STYLESHEET = "reports/papers/_paper.css"


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
    """The PDF. A draft says «ПРОЕКТ» on every sheet and carries no verification code."""
    context = {
        "paper": payload,
        "document_title": paper.file_name(payload).removesuffix(".pdf"),
        "author": payload.get("issuer", ""),
        "draft": draft,
        "verification": None if draft else payload.get("verification"),
        **paper.context(payload),
    }
    return render_pdf(paper.template, context, left_margin_mm=paper.left_margin_mm(payload))


def render_pdf(template: str, context: Mapping[str, Any], *, left_margin_mm: int = LEFT_MARGIN_MM) -> bytes:
    """Print `template` with `context`.

    `context["verification"]`, when present, is `{"code", "url"}` and becomes the QR code of the first sheet;
    `context["draft"]` puts «ПРОЕКТ» on every sheet.
    """
    verification = context.get("verification")
    page = render_to_string(template, {**context, "qr": qr_data_uri(verification["url"]) if verification else ""})
    rules = render_to_string(STYLESHEET, {"left_margin_mm": left_margin_mm, "has_qr": bool(verification)})
    root = static_root()
    base_url = root.as_uri() + "/"
    fetcher = StaticFilesFetcher(root)
    fonts = FontConfiguration()
    stylesheet = CSS(string=rules, base_url=base_url, url_fetcher=fetcher, font_config=fonts)
    document = HTML(string=page, base_url=base_url, url_fetcher=fetcher)
    return document.write_pdf(
        stylesheets=[stylesheet],
        font_config=fonts,
        pdf_identifier=hashlib.sha256((page + rules).encode()).hexdigest()[:32].encode(),
        pdf_tags=True,
        presentational_hints=True,  # widths of columns come as <col width>
    )


@lru_cache(maxsize=64)
def qr_data_uri(address: str) -> str:
    """The QR code of an address as an SVG data: URI, error correction M (readable with 15 % damaged)."""
    return segno.make(address, error="m", micro=False).svg_data_uri(border=2)


def sha256_of(pdf: bytes) -> str:
    return hashlib.sha256(pdf).hexdigest()
