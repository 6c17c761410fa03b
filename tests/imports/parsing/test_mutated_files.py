"""A file damaged in any place gives a table or its own message, never anything else."""

import contextlib
import datetime as dt
import io
import random
import zipfile

import pytest

from imports.parsing import ParsedFile, UnreadableFile, parse_file
from tests.imports.parsing.test_expected_outcomes import FILES, SAMPLES, known_organisations
from tests.spreadsheets.making_files import zipped

ORGANISATIONS = known_organisations()
#: How often each file is damaged; the seed makes a failure come again.
TIMES = 25
PIECES = [b"\x00", b"\xff\xfe", b"<", b">", b'"', b"\n;", b"&#xD800;", b"-1", b"99999999999", b"PK\x03\x04", b"\xd0"]


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Bytes changed, left out, doubled, or the end cut off."""
    damaged = bytearray(data)
    for _ in range(chance.choice((1, 1, 3, 20))):
        at = chance.randrange(len(damaged)) if damaged else 0
        match chance.randrange(5):
            case 0:
                damaged[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del damaged[at : at + chance.choice((1, 2, 50, 500))]
            case 2:
                damaged[at:at] = chance.choice(PIECES)
            case 3:
                damaged[at:at] = damaged[at : at + chance.randrange(1, 200)]
            case 4:
                damaged = damaged[:at] if chance.random() < 0.2 else damaged
    return bytes(damaged)


def mutated_inside(data: bytes, chance: random.Random) -> bytes:
    """One part of a workbook is damaged, the archive around it is whole."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice(sorted(parts))
    return zipped(parts | {name: mutated(parts[name], chance)})


@pytest.mark.parametrize("name", FILES)
def test_a_damaged_file_gives_a_table_or_a_message(name):
    chance = random.Random(name)
    whole = (SAMPLES / name).read_bytes()
    for number in range(TIMES):
        inside = name.endswith(".xlsx") and number % 2
        damaged = mutated_inside(whole, chance) if inside else mutated(whole, chance)
        with contextlib.suppress(UnreadableFile):
            parsed = parse_file(damaged, filename=name, organisations=ORGANISATIONS, today=dt.date(2026, 11, 20))
            assert isinstance(parsed, ParsedFile)
            parsed.as_json()
