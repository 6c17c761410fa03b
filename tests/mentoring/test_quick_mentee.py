"""The short form in which a pair's new mentee is entered."""

import pytest

from mentoring.forms.quick_mentee import QuickMenteeForm
from tests.factories import UserFactory


@pytest.mark.django_db
def test_a_birth_date_is_not_called_optional_since_pupils_need_it():
    form = QuickMenteeForm(user=UserFactory())

    assert form["birth_date"].label == "Дата рождения"
    assert form["birth_date"].help_text == "Для обучающихся обязательна"
    assert form["position"].label == "Должность"
