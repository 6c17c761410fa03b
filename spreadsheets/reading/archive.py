"""Zip archives of uploads: every part is measured while it is unpacked and its XML may not define entities."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator

from spreadsheets.reading.limits import MOST_PARTS, MOST_UNPACKED_BYTES
from spreadsheets.unreadable_files import ArchiveBomb, DamagedFile, DangerousMarkup, PasswordProtected

_LOCAL_HEADER_BYTES = 30
_PIECE_BYTES = 1024 * 1024
_ENCRYPTED_FLAG = 0x1
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_UTF16_DOCTYPE = re.compile(rb"<\x00?!\x00?(?:D\x00?O\x00?C\x00?T|E\x00?N\x00?T\x00?I)", re.IGNORECASE)


class Archive:
    """Read-only view of a zip. The declared sizes are summed on opening, the true ones are held to them on reading."""

    def __init__(self, data: bytes) -> None:
        """Raises DamagedFile, ArchiveBomb or PasswordProtected."""
        self._data = data
        try:
            entries = zipfile.ZipFile(io.BytesIO(data)).infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error, OSError) as error:
            raise DamagedFile from error
        if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > MOST_UNPACKED_BYTES:
            raise ArchiveBomb
        if any(entry.flag_bits & _ENCRYPTED_FLAG for entry in entries):
            raise PasswordProtected
        self._entries = {entry.filename.lstrip("/").replace("\\", "/"): entry for entry in entries}

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    @property
    def unpacked_bytes(self) -> int:
        """As the archive declares; reading holds every part to it."""
        return sum(entry.file_size for entry in self._entries.values())

    @property
    def names(self) -> list[str]:
        return list(self._entries)

    def read(self, name: str) -> bytes:
        """The unpacked part. Raises DamagedFile if it is absent or differs in size from what the archive declares."""
        entry = self._entries.get(name)
        if entry is None:
            raise DamagedFile
        return b"".join(self._unpacked(entry))

    def stream(self, name: str) -> Iterator[bytes]:
        """The unpacked part piece by piece, for parsers that need not hold it all. Raises like ``read``."""
        entry = self._entries.get(name)
        if entry is None:
            raise DamagedFile
        return self._unpacked(entry)

    def _unpacked(self, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        size = checksum = 0
        for piece in self._pieces(entry):
            size += len(piece)
            checksum = zlib.crc32(piece, checksum)
            if size > entry.file_size:
                raise ArchiveBomb
            yield piece
        if size < entry.file_size or checksum != entry.CRC:
            raise DamagedFile

    def _pieces(self, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        packed = self._packed(entry)
        if entry.compress_type == zipfile.ZIP_STORED:
            yield packed
            return
        if entry.compress_type != zipfile.ZIP_DEFLATED:
            raise DamagedFile
        unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            while packed and not unpacker.eof:
                yield unpacker.decompress(packed, _PIECE_BYTES)
                packed = unpacker.unconsumed_tail
            yield unpacker.flush()
        except zlib.error as error:
            raise DamagedFile from error

    def read_markup(self, name: str) -> bytes:
        """An XML part; raises DangerousMarkup if it has a document type or entities."""
        part = self.read(name)
        refuse_entities(part)
        return part

    def _packed(self, entry: zipfile.ZipInfo) -> bytes:
        start = entry.header_offset
        header = self._data[start : start + _LOCAL_HEADER_BYTES]
        if len(header) < _LOCAL_HEADER_BYTES or not header.startswith(b"PK\x03\x04"):
            raise DamagedFile
        name_bytes, extra_bytes = struct.unpack("<HH", header[26:30])
        body = start + _LOCAL_HEADER_BYTES + name_bytes + extra_bytes
        packed = self._data[body : body + entry.compress_size]
        if len(packed) < entry.compress_size:
            raise DamagedFile
        return packed


def refuse_entities(markup: bytes) -> None:
    """Raises DangerousMarkup for a document type or entity definition, in any encoding an XML part may have."""
    pattern = _UTF16_DOCTYPE if markup[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in markup[:8] else _DOCTYPE
    if pattern.search(markup):
        raise DangerousMarkup
