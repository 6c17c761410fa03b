"""A list of pairs taken back: pairs before places, places before people; nothing that has been worked on since."""

import pytest
from django.urls import reverse

from imports.actions import UndoRefused, undo_batch
from imports.queries.undo import deletion_order, written_counts
from mentoring.actions.states import change_state
from mentoring.enums import PairStatus
from mentoring.models import Pair
from registry import clock
from registry.models import Mentee, Mentor, Person
from tests.factories import ProgrammeFactory
from tests.imports.pair_files import PAIRS, TERM, pairs_file, written

MENTOR, MENTEE, OTHER = "Ольхова Мария Сергеевна", "Берестнева Анна Львовна", "Вязникова Инна Петровна"


@pytest.fixture
def bring_in(school):
    def bring_in(*pairs, **options):
        rows = ((school.organisation.short_name, *pair, *TERM, "традиционная") for pair in pairs)
        return written(pairs_file(*rows, headings=(*PAIRS, "Вид наставничества")), school.organisation, school.curator)

    return bring_in


def refusal(batch, school):
    with pytest.raises(UndoRefused) as refused:
        undo_batch(batch=batch, by=school.curator)
    return refused.value.obstacles


def test_pairs_go_first_and_people_last(school):
    order = deletion_order([Person, Pair, Mentee, Mentor])
    assert order[0] is Pair
    assert order[-1] is Person


def test_pairs_places_and_people_are_taken_back(school, bring_in):
    mentor = school.mentor(person__last_name="Ольхова", person__first_name="Мария", person__middle_name="Сергеевна")
    before = list(Person.objects.values())
    batch = bring_in((MENTOR, MENTEE), (MENTOR, OTHER))
    assert {count.model: count.created for count in written_counts(batch)}[Pair] == 2
    undo_batch(batch=batch, by=school.curator)
    assert not Pair.objects.exists()
    assert not Pair.kinds.through.objects.exists()
    assert not Mentee.objects.exists()
    assert list(Mentor.objects.all()) == [mentor]
    assert list(Person.objects.values()) == before
    assert Pair.history.filter(history_type="-").count() == 2


def test_a_pair_that_has_gone_on_keeps_the_list(school, bring_in):
    batch = bring_in((MENTOR, MENTEE), (MENTOR, OTHER))
    pair = Pair.objects.get(mentee__person__last_name="Берестнева")
    change_state(pair=pair, to=PairStatus.CANCELLED, on=clock.today(), reason="Передумали", by=school.curator)
    (obstacle,) = refusal(batch, school).first
    assert obstacle.what == str(pair)
    assert obstacle.row.row == 2
    assert Pair.objects.count() == 2


def test_a_pair_with_a_programme_keeps_the_list(school, bring_in):
    batch = bring_in((MENTOR, MENTEE))
    ProgrammeFactory(pair=Pair.objects.get())
    (obstacle,) = refusal(batch, school).first
    assert obstacle.whys == ("связано: персонализированные программы\u00a0— 1",)


def test_a_later_pair_with_the_same_mentor_keeps_the_list(school, bring_in):
    first = bring_in((MENTOR, MENTEE))
    later = bring_in((MENTOR, OTHER))
    assert [obstacle.what for obstacle in refusal(first, school).first] == [MENTOR]
    undo_batch(batch=later, by=school.curator)
    undo_batch(batch=first, by=school.curator)
    assert not Person.objects.exists()


def test_the_page_of_a_pair_tells_its_file(client, school, bring_in):
    bring_in((MENTOR, MENTEE))
    client.force_login(school.curator)
    page = client.get(reverse("mentoring:pair", args=[Pair.objects.get().pk])).content.decode()
    assert "Откуда сведения" in page
    assert "«пары.csv»" in page
