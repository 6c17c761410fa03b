"""Who works in a pair has been in the bank since its first day at the latest, so that figures of past days agree."""

from accounts.models import User
from mentoring.models import Pair
from registry.history.audit import with_audit
from registry.pages.reader_messages import tell_reader
from registry.side_texts import side_text


def enter_by_first_day(pair: Pair, *, by: User) -> None:
    """Moves the first day in the bank of the mentor and the mentee back to that of the pair, where it is later, and
    tells the reader. The two are held by the caller."""
    for bank, entry in ((side_text("наставников"), pair.mentor), (side_text("наставляемых"), pair.mentee)):
        if entry.included_on <= pair.starts_on:
            continue
        before, entry.included_on = entry.included_on, pair.starts_on
        reason = f"Первый день пары раньше, чем {before:%d.%m.%Y}"
        with_audit(entry, by=by, reason=reason).save(update_fields=["included_on"])
        tell_reader(
            f"{entry.person.short_name}: в базе {bank} теперь с {pair.starts_on:%d.%m.%Y}, первого дня пары, а было с "
            f"{before:%d.%m.%Y}."
        )
