"""The progress of a long import, reported while it runs."""

from collections.abc import Callable

#: (what is being done, in words; done of it from 0 to 1)
Progress = Callable[[str, float], None]

READING, PARSING, COMPARING, KEEPING = "читаем файл", "разбираем строки", "сравниваем с реестром", "готовим к проверке"
WRITING, UNDOING = "записываем", "отменяем запись"

#: How the steps of one job share its time: step → (where it begins, where it ends), from 0 to 1.
SHARES: dict[str, dict[str, tuple[float, float]]] = {
    "read": {READING: (0, 0.2), PARSING: (0.2, 0.5), COMPARING: (0.5, 0.65), KEEPING: (0.65, 1)},
    "write": {COMPARING: (0, 0.35), WRITING: (0.35, 1)},
    "undo": {UNDOING: (0, 1)},
}


def no_progress(_step: str, _fraction: float, /) -> None:
    """For callers without a report."""


def percent_of(job: str, step: str, fraction: float) -> int:
    """The progress of the whole job in per cent; an unknown step counts as its beginning."""
    begin, end = SHARES.get(job, {}).get(step, (0, 0))
    return round(100 * (begin + (end - begin) * min(max(fraction, 0), 1)))


def part_of(progress: Progress, step: str, number: int, count: int) -> Callable[[float], None]:
    """What the `number`-th (from 0) of `count` equal parts of a step tells of itself, from 0 to 1."""

    def tell(fraction: float) -> None:
        progress(step, (number + fraction) / count)

    return tell
