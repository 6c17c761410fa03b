"""Scans and electronic signatures of papers: what may be uploaded and under which name it is stored."""

from pathlib import Path
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db.models import Model
from PIL import Image

from registry.papers.signature_files import facts_of

MOST_BYTES = 10 * 1024 * 1024
MOST_BYTES_OF_SIGNATURE = 1024 * 1024
SIGNATURE_SUFFIXES = (".sig", ".sgn", ".p7s")
#: folder of the spreadsheets that were brought in
IMPORTS = "imports"
#: first bytes of the kinds of files that a scan may be, and the ending under which each is kept
_SIGNATURES = {b"%PDF-": ".pdf", b"\xff\xd8\xff": ".jpg", b"\x89PNG\r\n\x1a\n": ".png"}
#: readers of PDF look for its mark in the first kilobyte: scanners put bytes of their own before it
_PDF_MARK_WITHIN = 1024
#: the end of a PDF and what stands before it are looked for in the last kilobytes: some programs write after it
_PDF_END_WITHIN = 4096
#: a sheet A3 at 600 dots an inch; an image of a small file may be decoded into gigabytes
_MOST_PIXELS = 80_000_000
_TOO_LARGE = "В изображении слишком много точек. Отсканируйте с меньшим разрешением."
#: archives, programs, old Office files and pages: a mark of PDF inside makes them no PDF
_FOREIGN = (b"PK\x03\x04", b"MZ", b"\xd0\xcf\x11\xe0", b"<")
_ENDINGS_OF = {".pdf": (".pdf",), ".jpg": (".jpg", ".jpeg"), ".png": (".png",)}


def check_scan(file: File) -> None:
    """Raises ValidationError unless the file is a whole PDF, JPEG or PNG of at most 10 MB, judged by its content alone:
    a PDF by header and trailer, a JPEG by decoding it, a PNG by the checksums of all its parts.

    A name with another ending is put right.
    """
    if file.size > MOST_BYTES:
        raise ValidationError("Файл больше 10 МБ. Отсканируйте с меньшим разрешением или сохраните как PDF.")
    if getattr(file, "closed", False):
        return
    if not file.size:
        raise ValidationError("Файл пустой. Выберите другой.")
    kind = _kind_of(file)
    if kind is None:
        raise ValidationError("По содержимому это не PDF, JPG или PNG. Отсканируйте или сохраните файл заново.")
    if not (_is_whole_pdf(file) if kind == ".pdf" else _is_whole_image(file)):
        raise ValidationError("Файл повреждён или сохранён не до конца: открыть его нельзя. Сохраните его заново.")
    name = Path(file.name or "scan")
    if name.suffix.lower() not in _ENDINGS_OF[kind]:
        file.name = f"{name.stem if name.suffix.lower() in _KNOWN_ENDINGS else name.name}{kind}"


_KNOWN_ENDINGS = frozenset(ending for endings in _ENDINGS_OF.values() for ending in endings)


def _kind_of(file: File) -> str | None:
    file.seek(0)
    start = file.read(_PDF_MARK_WITHIN)
    file.seek(0)
    for signature, ending in _SIGNATURES.items():
        if start.startswith(signature):
            return ending
    is_foreign = start.lstrip().startswith(_FOREIGN)
    return ".pdf" if b"%PDF-" in start and not is_foreign else None


def _is_whole_pdf(file: File) -> bool:
    """Whether it has objects and ends as such files do."""
    file.seek(0)
    data = file.read()
    file.seek(0)
    end = data.rstrip(b"\0\t\n\f\r \x1a")[-_PDF_END_WITHIN:]
    return b" obj" in data and b"startxref" in end and b"%%EOF" in end


def _is_whole_image(file: File) -> bool:
    """Raises ValidationError when it has too many pixels to look."""
    file.seek(0)
    try:
        with Image.open(file, formats=("JPEG", "PNG")) as image:
            if image.width * image.height > _MOST_PIXELS:
                raise ValidationError(_TOO_LARGE)
            if image.format == "PNG":
                if has_pixels := bool(image.tile):
                    image.verify()
                return has_pixels
            image.draft("L", (image.width // 8, image.height // 8))
            image.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise ValidationError(_TOO_LARGE) from bomb
    except (OSError, SyntaxError, ValueError):
        return False
    finally:
        file.seek(0)
    return True


def check_signature(file: File) -> None:
    """Raises ValidationError unless the file is a detached electronic signature, as DER or as text, of at most 1 MB."""
    if file.size > MOST_BYTES_OF_SIGNATURE:
        raise ValidationError("Файл подписи больше 1 МБ. Нужна отсоединённая подпись, без самого документа.")
    if Path(file.name or "").suffix.lower() not in SIGNATURE_SUFFIXES:
        raise ValidationError("Подходят файлы подписи SIG, SGN или P7S.")
    if getattr(file, "closed", False):
        return
    if facts_of(file) is None:
        raise ValidationError("Содержимое файла не похоже на электронную подпись. Сохраните файл подписи заново.")


def consent_path(_instance: Model, filename: str) -> str:
    return _private_path("consents", filename)


def act_path(_instance: Model, filename: str) -> str:
    return _private_path("acts", filename)


def evidence_path(_instance: Model, filename: str) -> str:
    return _private_path("evidence", filename)


def kept_path(_instance: Model, filename: str) -> str:
    return _private_path("kept", filename)


def request_path(_instance: Model, filename: str) -> str:
    return _private_path("requests", filename)


def import_path(_instance: Model, filename: str) -> str:
    return _private_path(IMPORTS, filename)


def _private_path(folder: str, filename: str) -> str:
    """A name that does not reveal the person and cannot be guessed."""
    return f"{folder}/{uuid4().hex}{Path(filename).suffix.lower()[:10]}"
