"""Scans as scanners write them, small."""

from io import BytesIO

from PIL import Image


def pdf(text: str = "signed") -> bytes:
    return (
        b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n%"
        + text.encode()
        + b"\ntrailer << /Root 1 0 R >>\nstartxref\n0\n%%EOF\n"
    )


def image(kind: str, size: tuple[int, int] = (40, 30)) -> bytes:
    """`kind`: «JPEG» or «PNG»; `size` in pixels."""
    file = BytesIO()
    Image.new("L", size, "white").save(file, kind)
    return file.getvalue()


PDF, JPEG, PNG = pdf(), image("JPEG"), image("PNG")
