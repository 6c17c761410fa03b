"""An entry in a bank is not moved behind the first day of its pairs: figures of past days would change."""

from mentoring.enums import PairStatus
from registry.guards.installation import Guard
from registry.guards.rows import row_guard


def _not_after_pairs(bank: str) -> Guard:
    return row_guard(
        f"mentoring_{bank}_in_bank_with_pairs",
        f"registry_{bank}",
        ("mentoring_pair",),
        f"EXISTS (SELECT 1 FROM mentoring_pair pair WHERE pair.{bank}_id = NEW.id AND pair.starts_on < NEW.included_on "
        f"AND pair.status NOT IN ('{PairStatus.DRAFT}', '{PairStatus.CANCELLED}'))",
        columns=("included_on",),
        changed="NEW.included_on > OLD.included_on",
        new_rows=False,
    )


BANK_DAY_GUARDS = [_not_after_pairs("mentor"), _not_after_pairs("mentee")]
#: the names that the database refuses by → the same in words
EXPLANATIONS = {
    guard.name: "Не сохранено: человек уже работает в паре, которая начата раньше этого дня."
    for guard in BANK_DAY_GUARDS
}
