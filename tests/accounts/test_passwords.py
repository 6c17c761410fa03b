"""Which passwords are refused, and that the refusal says what to do."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from accounts.models import User
from registry.enums import Role
from registry.models import Invitation
from tests.factories import PASSWORD, MunicipalityFactory, OrganisationFactory, UserFactory, member

OWNER = {
    "email": "o.shchukina@school.example",
    "last_name": "Щукина",
    "first_name": "Юлия",
    "middle_name": "Евгеньевна",
}


def refusal(password, user=None) -> str:
    try:
        validate_password(password, user)
    except ValidationError as refused:
        return " ".join(refused.messages)
    return ""


@pytest.mark.parametrize(
    "password",
    [
        "йцукенгшщз", "qwertyuiop", "QWERTYUIOP", "фывапролджэ", "1qaz2wsx3edc", "!QAZ2wsx#EDC", "зщшгнекуцй",
        "абвгдежзик", "abcdefghij", "аааааааааа", "0987654321йц",
    ],
)  # fmt: skip
def test_a_walk_over_the_keys_is_refused(password):
    assert "ряд соседних клавиш" in refusal(password)


@pytest.mark.parametrize(
    "password",
    [
        "любимаямама", "Привет-2024!", "gfhjkmgfhjkm", "ghbdtn2024!", "Солнышко1985", "Наташа_1985", "МойПароль1",
        "зфыыцщкв12", "password2024", "зфыыцщкв!!", "Parol12345!", "Lyubov2025!", "п4роль-2025", "solnyshko2024",
        "sunshine2024!",
    ],
)  # fmt: skip
def test_what_very_many_take_is_refused_in_either_layout(password):
    assert "очень многие" in refusal(password) or "ряд соседних" in refusal(password)


@pytest.mark.parametrize(
    "password",
    [
        "наставничество", "Наставник2026", "YFCNFDYBXTCNDJ", "nastavnichestvo", "Куратор-школы-5", "mentor-school-12",
        "Педагог!Педагог",
    ],
)  # fmt: skip
def test_the_words_of_the_portal_are_refused(password):
    assert "слова портала" in refusal(password)
    assert "очень многие" not in refusal(password)  # one reason is enough


@pytest.mark.parametrize(
    "password",
    ["Щукина-1985", "shchukina1985", "Schukina_Yulia", "oerbyf1985!", "ЮлияЕвгеньевна", "julija-evgenevna",
     "o.shchukina1", "SHUKINA-2026"],
)  # fmt: skip
def test_one_s_own_name_is_refused_in_any_script(password):
    assert "имя или почта" in refusal(password, User(**OWNER)) or "очень многие" in refusal(password, User(**OWNER))


def test_the_names_of_the_place_are_refused_also_to_who_is_only_invited(db):
    school = OrganisationFactory(
        short_name="Лицей «Кругозор»", municipality=MunicipalityFactory(name="Устюженский район")
    )
    curator = member(Role.CURATOR, organisation=school)
    Invitation.objects.create(
        email=OWNER["email"],
        role=Role.CURATOR,
        organisation=school,
        municipality=school.municipality,
        invited_by=curator,
    )
    for user in (curator, User(**OWNER)):
        assert "место" in refusal("Кругозор-2026", user) or "места" in refusal("Кругозор-2026", user)
        assert "места" in refusal("ustyuzhenskij1", user)
    assert not refusal("Кругозор-2026", UserFactory())


@pytest.mark.parametrize(
    ("password", "words"), [("Зонт-93fя", "Допишите"), ("яблоко" * 22, "Сократите"), ("4915728360", "одних цифр")]
)
def test_too_short_too_long_and_digits_alone_are_refused(password, words):
    assert words in refusal(password)


@pytest.mark.parametrize(
    "password",
    [
        "Берег-Реки-2026", "жёлтый самовар гудит", "correct horse battery staple", "Zarechye-2026",
        "kolibri.7.barometr",
        "мама привет солнышко футбол", "Тихая гавань №8", "h8$Kd02!nvQz", "за окном метель воет", "фонарь+пингвин",
    ],
)  # fmt: skip
def test_what_only_its_owner_thinks_of_is_taken(password, db):
    assert not refusal(password, User(**OWNER))


def test_the_page_says_what_to_do(db):
    user = UserFactory()
    browser = Client()
    browser.force_login(user)
    new = {"oldpassword": PASSWORD, "password1": "наставничество", "password2": "наставничество"}
    page = browser.post("/accounts/password/change/", new).content.decode()
    assert "Возьмите четыре слова" in page
    assert "От 10 до 128 знаков" in page
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
