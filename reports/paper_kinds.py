"""What kinds of papers are called. Each paper enters its own when it is registered (reports/paper.py)."""

#: code → name, beginning with a small letter
PAPER_KINDS: dict[str, str] = {}


def paper_kinds() -> list[tuple[str, str]]:
    """The choices of the field `kind`, read anew: adding a paper is no migration."""
    return list(PAPER_KINDS.items())
