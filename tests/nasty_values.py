"""What no page expects, drawn by a seed: for a field, a parameter, a part of an address, a header or a file."""

from random import Random
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

LONG = "9" * 5000
TEXTS = (
    "", " ", "\t\r\n", "\u202eвп", "\u200b=HYPERLINK(1)", "\u0301", "\ufdd0", "а" * 20_000, "<b>x</b>", "%s%n%00",
    "../../etc",
    "'\"`;--", "{{ 7*7 }}", "None", "on", "true", b"\xed\xa0\x80", b"\xff\xfe", b"\xf4\x90\x80\x80", "\U0001f9ff",
)  # fmt: skip
NUMBERS = (
    LONG, f"-{LONG}", "0", "-1", "1", str(2**31), str(2**63), str(2**64), "1e400", "NaN", "Infinity", "1.5", "٣",
    "²", "0x10", "1_000",
)  # fmt: skip
DAYS = (
    "0001-01-01", "9999-12-31", "99999-01-01", "2026-02-30", "31.12.9999", "2026-13-01", "-1-01-01",
    "2026-09-01T25:61", "01.09.2026\u200f",
    "1900-01-01",
)  # fmt: skip
JSON = (
    "null", "[]", "{}", "1", '"а"', '["x"]', "[1]", "[null]", "[[]]", '{"a": "b"}', '{"a": {"b": []}}',
    '[{"a": 1}]', "[1e999]", "NaN",
    f"[{LONG}]", '["\\u0000"]', '["\\ud800"]', '{"\\u0000": "a"}', "[" * 3000, '[true, "x", 2.5]', '{"a": null}',
    "[Infinity]",
)  # fmt: skip
#: names and values that a browser would not send
HEADERS = (
    {"HX-Request": "true"}, {"HX-Request": "true", "HX-Current-URL": "http://["}, {"Referer": "http://["},
    {"Referer": "http://testserver/\u202e"},
    {"Accept-Language": "x" * 500}, {"X-Forwarded-For": "1.1.1.1, \0"}, {"If-Modified-Since": "9" * 40},
    {"Range": "bytes=9-1"},
    {"Cookie": 'messages="\\000"; saved_form="%"'}, {"Cookie": 'csrftoken="\\000\\377"'},
)  # fmt: skip


def value(chance: Random) -> Any:
    """A text, bytes, or a list of them where one is expected."""
    kind = chance.choice((TEXTS, NUMBERS, DAYS, JSON))
    drawn = chance.choice(kind)
    return [drawn, chance.choice(TEXTS)] if chance.random() < 0.1 else drawn


def file(chance: Random) -> Any:
    name = chance.choice(
        (
            "скан.pdf",
            "а" * 300 + ".pdf",
            "../x.pdf",
            "\u202efdp.exe",
            "bank.xlsx",
            "bank.csv",
            "a\0b.pdf",
            "подпись.sig",
        )
    )
    content = chance.choice(
        (
            b"",
            b"\0" * 10,
            b"%PDF-1.7",
            b"PK\x03\x04",
            b"\xff\xd8\xff",
            "ФИО;Дата\n=1;\0\n".encode(),
            b"\x89PNG\r\n\x1a\n",
        )
    )
    return SimpleUploadedFile(
        name, content, content_type=chance.choice(("application/pdf", "text/plain; charset=x", ""))
    )


def headers(chance: Random) -> dict[str, str]:
    return chance.choice(HEADERS) if chance.random() < 0.3 else {}
