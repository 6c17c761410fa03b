"""Which format the bytes are, whatever the file is called."""

from __future__ import annotations

import re
from enum import StrEnum

from spreadsheets.reading.archive import Archive
from spreadsheets.reading.limits import MOST_BYTES
from spreadsheets.unreadable_files import (
    DamagedFile,
    EmptyFile,
    FileTooLarge,
    ForeignArchive,
    PasswordProtected,
    PdfDocument,
    Picture,
    Presentation,
    UnknownFormat,
    WordDocument,
)


class FileFormat(StrEnum):
    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    HTML = "html"
    XML_2003 = "xml2003"
    TEXT = "csv"


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\x00", b"MM\x00*", b"AT&TFORM")
_BMP_HEADERS = (b"\x28\0\0\0", b"\x0c\0\0\0", b"\x6c\0\0\0", b"\x7c\0\0\0")
_FILMS_AND_PHOTOS = re.compile(rb"....ftyp(hei[cfx]|mif1|avif)?", re.DOTALL)
_ARCHIVES = (b"Rar!\x1a", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"MSCF\0")
_PROGRAM = b"MZ"
#: Beginnings of BIFF streams that are not wrapped in an OLE container (very old Excel).
_BARE_BIFF = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x08\x00", b"\x09\x08\x10\x00")
_HTML = re.compile(r"<(?:!doctype\s+html|html|table|meta|head|body|style)\b", re.IGNORECASE)
_XML_SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet"
_BEGINNING = 4096
_BLANKS = b" \t\r\n\xef\xbb\xbf\xff\xfe\0;,"


def sniff(data: bytes) -> FileFormat:
    """The format of *data*, at most 20 MB. Raises the ``UnreadableFile`` that names what it is instead."""
    if not data:
        raise EmptyFile
    if len(data) > MOST_BYTES:
        raise FileTooLarge
    if not data.strip(_BLANKS):
        raise EmptyFile("Файл пустой: в нём нет ни одной буквы. Проверьте, что он сохранился, и загрузите его ещё раз.")
    if data.startswith(_ZIP) or data == b"PK":
        return _sniff_zip(data)
    if data.startswith(_OLE):
        return _sniff_ole(data)
    if data.startswith(_BARE_BIFF):
        return FileFormat.XLS
    if b"%PDF-" in data[:1024]:
        raise PdfDocument
    if _is_picture(data):
        raise Picture
    if data.startswith(_ARCHIVES) or data[257:262] == b"ustar":
        raise ForeignArchive
    if data.startswith(_PROGRAM) and b"\0" in data[:64]:
        raise UnknownFormat
    if data.startswith(b"{\\rtf"):
        raise WordDocument
    return _sniff_text(data)


def unpacked_size(data: bytes) -> int:
    """Bytes of what a spreadsheet that `sniff` has let in holds; of one that is not packed, its own."""
    return Archive(data).unpacked_bytes if data.startswith(_ZIP) else len(data)


def _is_picture(data: bytes) -> bool:
    film_or_photo = _FILMS_AND_PHOTOS.match(data)
    if film_or_photo:
        if film_or_photo[1]:
            return True
        raise UnknownFormat
    bitmap = data.startswith(b"BM") and data[14:18] in _BMP_HEADERS
    return bitmap or data.startswith(_PICTURES) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")


def _sniff_zip(data: bytes) -> FileFormat:
    archive = Archive(data)
    if "xl/workbook.xml" in archive:
        return FileFormat.XLSX
    if "word/document.xml" in archive:
        raise WordDocument
    if "ppt/presentation.xml" in archive:
        raise Presentation
    if "xl/workbook.bin" in archive:
        raise UnknownFormat("Это двоичная книга .xlsb. Сохраните её как «Книга Excel (.xlsx)» и загрузите снова.")
    if "content.xml" in archive:
        return _sniff_open_document(archive)
    if any(name.endswith(".iwa") for name in archive.names):
        raise UnknownFormat(
            "Это документ Numbers или Pages. Экспортируйте его (Файл → Экспортировать в → Excel) и загрузите книгу."
        )
    if any(name.startswith("xl/") for name in archive.names):
        return FileFormat.XLSX
    raise ForeignArchive


def _sniff_open_document(archive: Archive) -> FileFormat:
    kind = archive.read("mimetype").decode("ascii", "replace") if "mimetype" in archive else ""
    if "opendocument.text" in kind:
        raise WordDocument
    if "opendocument.presentation" in kind:
        raise Presentation
    if kind and "opendocument.spreadsheet" not in kind:
        raise UnknownFormat
    if "META-INF/manifest.xml" in archive and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise PasswordProtected
    return FileFormat.ODS


def _sniff_ole(data: bytes) -> FileFormat:
    """OLE holds its stream names in UTF-16; searching for them is enough and survives damaged containers."""
    if _stream_name("EncryptedPackage") in data:
        raise PasswordProtected
    if _stream_name("Workbook") in data or _stream_name("Book") in data:
        return FileFormat.XLS
    if _stream_name("WordDocument") in data:
        raise WordDocument
    if _stream_name("PowerPoint Document") in data:
        raise Presentation
    if _stream_name("Root Entry") in data:
        raise UnknownFormat
    raise DamagedFile


def _stream_name(name: str) -> bytes:
    return name.encode("utf-16-le") + b"\x00\x00"


def _sniff_text(data: bytes) -> FileFormat:
    beginning = data[:_BEGINNING]
    if beginning[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = beginning.decode("utf-16", "ignore")
    else:
        text = beginning.replace(b"\x00", b"").decode("latin-1")
    text = text.lstrip("\ufeffï»¿ \t\r\n")
    if text.startswith("<?xml") and _XML_SPREADSHEET in text:
        return FileFormat.XML_2003
    if text.startswith("<?xml") and "schemas-microsoft-com:office:word" in text:
        raise WordDocument
    if text.startswith("<") and _HTML.search(text):
        return FileFormat.HTML
    if text.startswith("<svg") or (text.startswith("<?xml") and "<svg" in text):
        raise Picture
    if text.startswith("<?xml"):
        raise UnknownFormat
    return FileFormat.TEXT
