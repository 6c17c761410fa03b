"""A table as an ODS file: typed cells, widths, a heading that stays in sight, a filter.

Written straight as the standard says (OpenDocument 1.3): odfpy keeps every cell of a table as a tree in memory.
"""

import zipfile
from collections.abc import Iterator, Sequence
from datetime import date
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

from openpyxl.utils import get_column_letter

from spreadsheets.writing.sheet import ExportSheet
from spreadsheets.writing.typed_cells import Cell

CONTENT_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_XML = '<?xml version="1.0" encoding="UTF-8"?>'
_NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"), ("number", "datastyle"),
        ("fo", "xsl-fo-compatible"), ("config", "config"),
    )
)  # fmt: skip
_MANIFEST = f"""{_XML}
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">
<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{CONTENT_TYPE}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
<manifest:file-entry manifest:full-path="settings.xml" manifest:media-type="text/xml"/>
</manifest:manifest>"""
_STYLES = """<number:date-style style:name="day"><number:day number:style="long"/><number:text>.</number:text>\
<number:month number:style="long"/><number:text>.</number:text><number:year number:style="long"/></number:date-style>\
<style:style style:name="date" style:family="table-cell" style:data-style-name="day"/>\
<style:style style:name="heading" style:family="table-cell">\
<style:table-cell-properties fo:background-color="#e8eef6" fo:wrap-option="wrap" style:vertical-align="middle"/>\
<style:text-properties fo:font-weight="bold"/></style:style>"""
_CENTIMETRES_A_CHARACTER = 0.2


def ods_bytes(sheet: ExportSheet) -> bytes:
    widths, rows = sheet.measured()
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", CONTENT_TYPE, zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", _MANIFEST)
        archive.writestr("settings.xml", _settings(sheet.name))
        with archive.open("content.xml", "w") as content:
            for piece in _content(sheet, widths, rows):
                content.write(piece.encode())
    return target.getvalue()


def _content(sheet: ExportSheet, widths: Sequence[int], rows: Iterator[list[Cell]]) -> Iterator[str]:
    name = quoteattr(sheet.name)
    yield f'{_XML}<office:document-content {_NAMESPACES} office:version="1.3"><office:automatic-styles>{_STYLES}'
    for number, width in enumerate(widths):
        yield (
            f'<style:style style:name="column{number}" style:family="table-column"><style:table-column-properties '
            f'style:column-width="{width * _CENTIMETRES_A_CHARACTER:.2f}cm"/></style:style>'
        )
    yield f"</office:automatic-styles><office:body><office:spreadsheet><table:table table:name={name}>"
    for number in range(len(widths)):
        yield f'<table:table-column table:style-name="column{number}"/>'
    yield "<table:table-header-rows><table:table-row>"
    yield from (_cell(heading, ' table:style-name="heading"') for heading in sheet.heading_cells)
    yield "</table:table-row></table:table-header-rows>"
    last = 1
    for row in rows:
        last += 1
        yield f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>"
    yield f"</table:table>{_filter(sheet.name, len(widths), last)}</office:spreadsheet></office:body>"
    yield "</office:document-content>"


def _cell(cell: Cell, style: str = "") -> str:
    if cell is None:
        return "<table:table-cell/>"
    if isinstance(cell, str):
        lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in cell.split("\n"))
        return f'<table:table-cell{style} office:value-type="string">{lines}</table:table-cell>'
    if isinstance(cell, date):
        return (
            f'<table:table-cell table:style-name="date" office:value-type="date" office:date-value="{cell:%Y-%m-%d}">'
            f"<text:p>{cell:%d.%m.%Y}</text:p></table:table-cell>"
        )
    return (
        f'<table:table-cell office:value-type="float" office:value="{cell}">'
        f"<text:p>{str(cell).replace('.', ',')}</text:p></table:table-cell>"
    )


def _filter(name: str, columns: int, last: int) -> str:
    quoted = "'" + name.replace("'", "''") + "'"
    area = quoteattr(f"{quoted}.A1:{quoted}.{get_column_letter(max(columns, 1))}{last}")
    return (
        '<table:database-ranges><table:database-range table:name="__Anonymous_Sheet_DB__0" '
        f'table:target-range-address={area} table:display-filter-buttons="true"/></table:database-ranges>'
    )


def _settings(name: str) -> str:
    """The first row stays where it is."""
    items = "".join(
        f'<config:config-item config:name="{key}" config:type="{kind}">{value}</config:config-item>'
        for key, kind, value in (
            ("VerticalSplitMode", "short", 2), ("VerticalSplitPosition", "int", 1), ("ActiveSplitRange", "short", 2),
            ("PositionBottom", "int", 1),
        )
    )  # fmt: skip
    return (
        f'{_XML}<office:document-settings {_NAMESPACES} office:version="1.3"><office:settings>'
        '<config:config-item-set config:name="ooo:view-settings"><config:config-item-map-indexed config:name="Views">'
        '<config:config-item-map-entry><config:config-item-map-named config:name="Tables">'
        f"<config:config-item-map-entry config:name={quoteattr(name)}>{items}</config:config-item-map-entry>"
        "</config:config-item-map-named></config:config-item-map-entry></config:config-item-map-indexed>"
        "</config:config-item-set></office:settings></office:document-settings>"
    )
