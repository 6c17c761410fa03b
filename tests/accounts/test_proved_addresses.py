"""An address opens an account only once it is proved, however the account was made and whoever changes it."""

import re
from importlib import import_module

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import User
from registry.enums import Role
from tests.factories import PASSWORD, OrganisationFactory, UserFactory, member

NEW = "new@zarechny.example"
EMAIL, CODE = "/accounts/email/", "/accounts/confirm-email/"


def sign_in(email, password=PASSWORD) -> Client:
    browser = Client()
    browser.post("/accounts/login/", {"login": email, "password": password})
    return browser


def is_inside(browser) -> bool:
    return "_auth_user_id" in browser.session


def ask_for(browser, address) -> str:
    """Types the new address as a person does; returns the code of the letter that came there."""
    mail.outbox.clear()
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    browser.post(EMAIL, {"email": address, "action_add": ""})
    letters = [letter for letter in mail.outbox if letter.to == [address]]
    return re.search(r"^\d{8}$", letters[0].body, re.MULTILINE)[0] if letters else ""


def rows_of(user) -> list[tuple[str, bool, bool]]:
    return list(EmailAddress.objects.filter(user=user).values_list("email", "verified", "primary"))


@pytest.fixture
def curator(db):
    return member(Role.CURATOR, organisation=OrganisationFactory())


def test_every_way_of_making_an_account_proves_its_address(db, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("createsuperuser", email="First@Zarechny.example", interactive=False, verbosity=0)
    service = Client()
    service.force_login(User.objects.get())
    passwords = {"password1": "Берег-Реки-2026", "password2": "Берег-Реки-2026", "usable_password": "true"}
    service.post("/service/accounts/user/add/", {"email": "Second@zarechny.example", **passwords})
    for email in ("first@zarechny.example", "second@zarechny.example"):
        assert rows_of(User.objects.get(email=email)) == [(email, True, True)]


def test_the_service_section_moves_the_proved_address_and_tells_the_former_one(curator):
    former = curator.email
    service = Client()
    service.force_login(UserFactory(is_staff=True, is_superuser=True))
    names = {name: getattr(curator, name) for name in ("last_name", "first_name", "middle_name")}
    answer = service.post(f"/service/accounts/user/{curator.pk}/change/", {"email": NEW, "is_active": "on", **names})
    assert answer.status_code == 302
    assert rows_of(curator) == [(NEW, True, True)]
    assert not is_inside(sign_in(former))
    assert is_inside(sign_in(NEW))
    (letter,) = mail.outbox
    assert letter.to == [former]
    assert f"изменён с {former} на {NEW}" in letter.body


def test_the_address_is_changed_only_after_the_password(curator):
    browser = sign_in(curator.email)
    answer = browser.post(EMAIL, {"email": NEW, "action_add": ""})
    assert answer.headers["Location"].startswith("/accounts/reauthenticate/")
    assert not mail.outbox
    browser.post(f"/accounts/reauthenticate/?next={EMAIL}", {"password": PASSWORD})
    assert mail.outbox[0].to == [NEW]  # what was typed before the question is not lost


def test_until_the_code_is_entered_the_new_address_opens_nothing(curator):
    browser = sign_in(curator.email)
    assert ask_for(browser, NEW)
    assert not is_inside(sign_in(NEW))
    assert is_inside(sign_in(curator.email))
    mail.outbox.clear()
    Client().post("/accounts/password/reset/", {"email": NEW})
    assert "учётной записи с ним нет" in mail.outbox[0].body


def test_the_code_of_the_letter_changes_the_address_and_the_former_one_is_told(curator):
    browser, former = sign_in(curator.email), curator.email
    code = ask_for(browser, NEW)
    page = browser.post(CODE, {"code": "00000000"})
    assert "Код не подходит" in page.content.decode()
    browser.post(CODE, {"code": code})
    assert rows_of(curator) == [(NEW, True, True)]
    assert User.objects.get(pk=curator.pk).email == NEW
    assert is_inside(sign_in(NEW))
    assert not is_inside(sign_in(former))
    assert [letter.to for letter in mail.outbox if letter.subject == "Адрес почты изменён"] == [[former]]


def test_three_wrong_codes_end_the_change(curator):
    browser = sign_in(curator.email)
    code = ask_for(browser, NEW)
    for _ in range(3):
        browser.post(CODE, {"code": "00000000"})
    browser.post(CODE, {"code": code})
    assert rows_of(curator) == [(curator.email, True, True)]


def test_an_address_of_another_person_is_told_only_to_who_reads_its_letters(curator):
    """Not before the code, and nobody gets a page of an error."""
    other = UserFactory(email="other@zarechny.example")
    browser = sign_in(curator.email)
    code = ask_for(browser, other.email)
    free = ask_for(sign_in(UserFactory().email), "free@zarechny.example")
    assert code
    assert free
    page = browser.post(CODE, {"code": code})
    assert "уже входит другой человек" in page.content.decode()
    assert rows_of(other) == [(other.email, True, True)]
    assert rows_of(curator) == [(curator.email, True, True)]


def test_of_two_who_prove_one_address_the_second_is_refused_in_words(curator):
    first, second = sign_in(curator.email), sign_in(UserFactory(email="second@zarechny.example").email)
    code = ask_for(first, NEW)
    from django.core.cache import cache

    cache.clear()  # one letter in ten seconds to one address
    other_code = ask_for(second, NEW)
    assert second.post(CODE, {"code": other_code}).status_code == 302
    page = first.post(CODE, {"code": code})
    assert page.status_code == 200
    assert "уже входит другой человек" in page.content.decode()


def test_the_database_decides_between_two_at_one_moment(curator, monkeypatch):
    browser = sign_in(curator.email)
    code = ask_for(browser, NEW)
    form = "allauth.account.forms.ConfirmEmailVerificationCodeForm.clean_code"
    monkeypatch.setattr(form, lambda self: UserFactory(email=NEW) and self.cleaned_data["code"])
    monkeypatch.setattr(EmailAddress, "can_set_verified", lambda self: True)
    answer = browser.post(CODE, {"code": code}, follow=True)
    assert answer.status_code == 200
    assert "подтвердить не удалось" in answer.content.decode()
    assert rows_of(curator) == [(curator.email, True, True)]


def test_the_page_of_the_address_stands_in_nobody_s_way_to_the_second_factor(curator):
    browser = sign_in(curator.email)
    browser.get(EMAIL)
    ask_for(browser, NEW)
    assert browser.get("/accounts/2fa/totp/activate/").status_code == 200


def test_an_account_keeps_its_address(curator):
    browser = sign_in(curator.email)
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    browser.post(EMAIL, {"email": curator.email, "action_remove": ""})
    assert rows_of(curator) == [(curator.email, True, True)]
    with pytest.raises(IntegrityError, match="accounts_user_email_given"), transaction.atomic():
        User.objects.filter(pk=curator.pk).update(email="")


def test_accounts_of_before_get_their_proved_address(db):
    lost, doubted = UserFactory(), UserFactory(email="mixed@zarechny.example")
    EmailAddress.objects.all().delete()
    EmailAddress.objects.create(user=doubted, email="unproved@zarechny.example")
    import_module("accounts.migrations.0002_proved_addresses").prove_addresses(apps, None)
    assert rows_of(lost) == [(lost.email, True, True)]
    assert rows_of(doubted) == [(doubted.email, True, True)]
