"""The same two have one pair of a form at a time, and who has left with the classes comes into no pair.

By what is written: a pair lasts to the day on which it was ended, else to the end of its period. Two that overlap
already are left alone until one of them grows or opens again. What asks whether an end has passed is judged by the day
on which the new pair is entered; what asks for the rules in force stands in mentoring/pairing/other_pairs.py alone.
"""

from mentoring.enums import BEFORE_ORDER, ENDED, OPEN, PairStatus
from mentoring.guards.dates import written_end
from registry.enums import ClassOutcome
from registry.guards.installation import Guard
from registry.guards.rows import row_guard


def _codes(statuses: tuple[PairStatus, ...]) -> str:
    return ", ".join(f"'{status}'" for status in statuses)


_OPEN, _ENDED, _BEFORE_ORDER = _codes(OPEN), _codes(ENDED), _codes(BEFORE_ORDER)

#: the names that the database refuses by: a pair that is entered, and one that grows or opens again
SECOND_PAIR = "mentoring_pair_of_the_same_two"
GROWN_PAIR = "mentoring_pair_grown_into_another"
#: a pair with somebody who has left
DEPARTED = "mentoring_pair_of_departed"


def _overlap(row: str) -> str:
    return f"other.starts_on <= {written_end(row)} AND {written_end('other')} >= {row}.starts_on"


_OTHER = """
    SELECT 1 FROM mentoring_pair other
    WHERE other.mentor_id = NEW.mentor_id AND other.mentee_id = NEW.mentee_id AND other.form_id = NEW.form_id
      AND other.id <> NEW.id
"""
_ENTERED_TWICE = f"""
    NEW.status IN ({_OPEN}) AND EXISTS ({_OTHER} AND {_overlap("NEW")}
        AND (other.status IN ({_OPEN}) OR (other.status IN ({_ENDED}) AND other.ended_on >= NEW.created_on)))
"""
_GROWS = f"(NEW.starts_on < OLD.starts_on OR {written_end('NEW')} > {written_end('OLD')})"
_OTHER_PEOPLE = "(NEW.mentor_id <> OLD.mentor_id OR NEW.mentee_id <> OLD.mentee_id)"
_BECOMES_SECOND = f"""
    NEW.status IN ({_OPEN}) AND EXISTS ({_OTHER} AND {_overlap("NEW")} AND other.status IN ({_OPEN}))
    AND (OLD.status NOT IN ({_OPEN}) OR {_OTHER_PEOPLE} OR NEW.form_id <> OLD.form_id OR {_GROWS})
"""
_GROWS_INTO_ANOTHER = f"""
    NEW.status <> '{PairStatus.CANCELLED}' AND {_GROWS} AND EXISTS ({_OTHER} AND {_overlap("NEW")}
        AND NOT ({_overlap("OLD")}) AND other.status <> '{PairStatus.CANCELLED}')
"""
#: as departures_to_finish of registry/queries/classes.py finds those who have left; the last of several days counts
_LEFT_BEFORE = f"""
    NEW.status IN ({_OPEN}) AND {written_end("NEW")} > (
        SELECT MIN(departure.day) FROM (
            SELECT MAX(left_on."on") AS day
            FROM registry_classmove left_on
            JOIN registry_classtransfer transfer ON transfer.id = left_on.transfer_id
            JOIN registry_person person ON person.id = left_on.person_id
            WHERE left_on.outcome = '{ClassOutcome.LEFT}' AND person.archived_on IS NULL
              AND person.merged_into_id IS NULL AND person.organisation_id = transfer.organisation_id
              AND person.id IN (
                  SELECT m.person_id FROM registry_mentor m WHERE m.id = NEW.mentor_id
                  UNION SELECT e.person_id FROM registry_mentee e WHERE e.id = NEW.mentee_id
              )
            GROUP BY person.id
        ) AS departure
    )
"""
#: An active pair may be prolonged past the day by whoever knows of it (mentoring/forms/departures.py), and joined cards
#: take it with them.
_COMES_ANEW = f"""
    (NEW.status <> OLD.status AND NEW.status <> '{PairStatus.DRAFT}')
    OR (NEW.status IN ({_BEFORE_ORDER}) AND ({_OTHER_PEOPLE} OR {written_end("NEW")} > {written_end("OLD")}))
"""
#: Racing pairs of one mentor queue at the mentor's row, as for the cap.
_QUEUE = "PERFORM 1 FROM registry_mentor WHERE id = NEW.mentor_id FOR NO KEY UPDATE;"
#: So do a new pair and the leaving of one of the two, each of which must see the other.
_QUEUE_OF_BOTH = f"{_QUEUE} PERFORM 1 FROM registry_mentee WHERE id = NEW.mentee_id FOR NO KEY UPDATE;"
_LEAVER_QUEUES = Guard(
    name="mentoring_leaver_queues_with_pairs",
    table="registry_classmove",
    needs=("registry_classmove", "registry_mentor", "registry_mentee"),
    sqlite_triggers=(),
    sqlite=(),
    postgresql=(
        f"""
        CREATE OR REPLACE FUNCTION mentoring_leaver_queues_with_pairs() RETURNS trigger LANGUAGE plpgsql AS $body$
        BEGIN
            IF NEW.outcome = '{ClassOutcome.LEFT}' THEN
                PERFORM 1 FROM registry_mentor WHERE person_id = NEW.person_id FOR NO KEY UPDATE;
                PERFORM 1 FROM registry_mentee WHERE person_id = NEW.person_id FOR NO KEY UPDATE;
            END IF;
            RETURN NEW;
        END
        $body$
        """,
        """
        CREATE TRIGGER mentoring_leaver_queues_with_pairs BEFORE INSERT OR UPDATE ON registry_classmove
        FOR EACH ROW EXECUTE FUNCTION mentoring_leaver_queues_with_pairs()
        """,
    ),
)
_DAYS = ("starts_on", "ends_on", "ended_on")

DOUBLE_GUARDS = [
    row_guard(SECOND_PAIR, "mentoring_pair", ("registry_mentor",), _ENTERED_TWICE, locks=_QUEUE),
    row_guard(
        GROWN_PAIR,
        "mentoring_pair",
        ("registry_mentor",),
        f"({_BECOMES_SECOND}) OR ({_GROWS_INTO_ANOTHER})",
        columns=("mentor_id", "mentee_id", "form_id", "status", *_DAYS),
        new_rows=False,
        locks=_QUEUE,
    ),
    row_guard(
        DEPARTED,
        "mentoring_pair",
        ("registry_mentor", "registry_mentee", "registry_person", "registry_classmove", "registry_classtransfer"),
        _LEFT_BEFORE,
        columns=("mentor_id", "mentee_id", "status", *_DAYS),
        changed=_COMES_ANEW,
        locks=_QUEUE_OF_BOTH,
    ),
    _LEAVER_QUEUES,
]
_SECOND = (
    "У этих двоих уже есть пара той же формы на эти дни. Откройте её с карточки человека: новая не нужна, а срок "
    "укажите такой, чтобы пары не совпадали по дням."
)
#: the names → the field of the pair and the same in words
EXPLANATIONS = {
    SECOND_PAIR: ("mentee", _SECOND),
    GROWN_PAIR: ("mentee", _SECOND),
    DEPARTED: (
        "mentee",
        "Наставник или наставляемый выбыл по переводу классов раньше последнего дня пары. Выберите другого человека "
        "или исправьте перевод классов.",
    ),
}
