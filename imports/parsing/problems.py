"""Why a file that opens holds nothing to import. Each problem has a Russian message that says what to do next."""

from __future__ import annotations

from collections.abc import Sequence

from imports.parsing.parsed import Table
from spreadsheets.problems import NoTable, UnreadableFile


class NoHeaderRow(NoTable):
    def __init__(self, message: str = "", *, guesses: Sequence[Table] = ()) -> None:
        """*guesses*: rows that may be the heading, with their columns and sample values."""
        super().__init__(message)
        self.guesses = list(guesses)


class WrongKind(UnreadableFile):
    code = "wrong_kind"

    def __init__(self, chosen: str, found: str) -> None:
        """Kinds in words."""
        super().__init__(
            f"Выбрано «{chosen}», а в файле по столбцам — {found}. "
            "Выберите, что в файле, или «определить автоматически»."
        )


class UnclearColumns(NoHeaderRow):
    """A table was found, but not who its people are; ``guesses`` hold it with its headings."""

    code = "columns_unclear"


class SideBySideTables(UnreadableFile):
    code = "tables_side_by_side"
    message = (
        "На листе рядом стоят два списка: наставники и наставляемые. Перенесите второй на отдельный лист и загрузите "
        "каждый. Если же в строке наставник и его наставляемый, впишите каждому наставляемому наставника и удалите "
        "пустой столбец между ними."
    )
