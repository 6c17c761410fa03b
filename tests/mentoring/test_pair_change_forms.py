"""What the forms that change a pair offer to choose from."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from mentoring.actions.states import check_step
from mentoring.enums import PairStatus
from mentoring.models import Pair
from registry.enums import MentorSource
from registry.models import Form
from tests.factories import ActFactory, CuratorFactory
from tests.mentoring.conftest import START, TODAY


@pytest.fixture
def curator(school) -> Client:
    client = Client()
    client.force_login(school.curator)
    return client


def form_of(client: Client, name: str, pair: Pair):
    return client.get(reverse(f"mentoring:{name}", args=[pair.pk])).context["form"]


@pytest.mark.parametrize("name", ["pair_extend", "pair_complete", "pair_terminate"])
def test_only_acts_that_can_be_the_ground_are_offered(school, curator, name):
    pair = school.active_pair()
    school.active_pair()  # secured by an order of its own
    own = {"organisation": school.organisation}
    ground = ActFactory(**own, dated=START, title="О продлении срока наставничества")
    ActFactory(**own, dated=date(2026, 8, 31))
    ActFactory(**own, cancelled_by=ground)
    ActFactory(dated=TODAY)
    CuratorFactory(organisation=school.organisation, act=ActFactory(**own, dated=TODAY))
    assert list(form_of(curator, name, pair).fields["act"].queryset) == [ground]


def test_where_there_is_no_act_to_choose_one_is_entered_or_comes_later(school, curator):
    pair = school.active_pair()
    fields = form_of(curator, "pair_extend", pair).fields
    assert "act" not in fields
    assert [value for value, _ in fields["act_way"].choices] == ["new", "later"]
    sent = {"why": "illness", "absentee": "mentee", "ends_on": "2027-08-31", "act_way": "later"}
    curator.post(reverse("mentoring:pair_extend", args=[pair.pk]), sent)
    pair.refresh_from_db()
    assert pair.ends_on == date(2027, 8, 31)


def test_the_order_that_secures_new_pairs_can_be_the_ground_of_a_replacement(school, curator):
    pair, other = school.active_pair(), school.active_pair()
    assert list(form_of(curator, "pair_replace", pair).fields["act"].queryset) == [other.act]


def test_a_mentor_is_replaced_by_one_who_suits_the_form_with_places_shown(school, curator):
    pair = school.active_pair()
    Pair.objects.filter(pk=pair.pk).update(form=Form.objects.get(code="employer-pupil"))
    school.mentor()
    partner = school.mentor(source=MentorSource.PARTNER, personal_limit=2)
    offered = form_of(curator, "pair_replace", pair).fields["mentor"]
    assert list(offered.queryset) == [partner]
    assert "свободно мест: 2 из 2" in [label for _, label in offered.choices][1]
    Pair.objects.filter(pk=pair.pk).update(form=Form.objects.get(code="teacher-teacher"))
    assert partner not in form_of(curator, "pair_replace", pair).fields["mentor"].queryset


def test_a_replacement_without_candidates_says_why_and_what_to_do(school, curator):
    pair = school.active_pair()
    address = reverse("mentoring:pair_replace", args=[pair.pk])
    Pair.objects.filter(pk=pair.pk).update(form=Form.objects.get(code="employer-pupil"))
    school.mentor()
    page = curator.get(address).content.decode()
    assert "Выбрать некого" in page
    assert "Добавьте запись в базу наставников" in page
    assert f'href="{reverse("registry:mentor_add")}"' in page
    assert f'href="{reverse("mentoring:pair_terminate", args=[pair.pk])}"' in page
    assert 'name="mentor"' not in page
    sent = curator.post(address, {"reason": "Переезд наставника в другой город"}).content.decode()
    assert "Переезд наставника в другой город" in sent  # nothing typed is lost when the last one was taken meanwhile
    school.mentor(source=MentorSource.PARTNER)
    page = curator.get(address).content.decode()
    assert 'name="mentor"' in page
    assert "Выбрать некого" not in page


def test_a_replacement_says_that_no_mentor_has_a_free_place(school, curator):
    pair, busy = school.active_pair(), school.mentor(personal_limit=1)
    school.active_pair(busy)
    busy_too = pair.mentor
    other = school.active_pair(school.mentor(personal_limit=1))
    assert [m.free for m in form_of(curator, "pair_replace", pair).fields["mentor"].queryset] == [0, 0]
    page = curator.get(reverse("mentoring:pair_replace", args=[pair.pk])).content.decode()
    assert page.index("свободных мест на срок этой пары нет") < page.index('name="mentor"')
    assert busy_too in form_of(curator, "pair_replace", other).fields["mentor"].queryset
    assert not form_of(curator, "pair_replace", other).obstacle


def test_who_comes_second_with_an_end_is_told_which_end_stands(school, curator):
    pair = school.active_pair()
    Pair.objects.filter(pk=pair.pk).update(status="completed", ended_on=START)
    sent = {"on": str(START), "end_reason": "mentor-request", "reason": "Слишком поздно", "act_way": "later"}
    address = reverse("mentoring:pair_terminate", args=[pair.pk])
    # Whoever has only opened the page has written nothing that could be lost.
    opened = curator.get(address, follow=True).content.decode()
    assert "уже внесено: «завершена»" in opened
    assert "ваше не записано" not in opened
    answer = curator.post(address, sent).content.decode()
    assert "ваше не записано" in answer
    assert f"уже внесено: «завершена», последний день — {START:%d.%m.%Y}" in answer
    assert "Слишком поздно" in answer
    with pytest.raises(ValidationError, match="уже внесено: «завершена»"):
        check_step(Pair.objects.get(pk=pair.pk), PairStatus.TERMINATED)
