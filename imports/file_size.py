"""How big a file of a spreadsheet may be."""

from django.core.exceptions import ValidationError
from django.core.files import File

from spreadsheets.reading.limits import MOST_BYTES
from spreadsheets.unreadable_files import EmptyFile, FileTooLarge


def check_size(file: File) -> None:
    """Raises ValidationError for an empty file and a big one; the rest is told by reading."""
    if file.size == 0:
        raise ValidationError(EmptyFile.message)
    if file.size > MOST_BYTES:
        raise ValidationError(FileTooLarge.message)
