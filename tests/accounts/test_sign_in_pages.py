"""Every page of sign-in speaks Russian, obeys the strict policy and tells nobody who has an account."""

import re

import pytest
from django.core import mail
from django.test import Client

from registry.enums import Role
from tests.factories import PASSWORD, OrganisationFactory, UserFactory, member

PUBLIC = {
    "/accounts/login/": "Вход",
    "/accounts/password/reset/": "Забыли пароль?",
    "/accounts/password/reset/done/": "Проверьте почту",
    "/accounts/password/reset/key/1-abc/": "Ссылка не действует",
    "/accounts/password/reset/key/done/": "Пароль изменён",
    "/accounts/inactive/": "Учётная запись отключена",
    "/accounts/signup/": "Только по приглашению",
}
OWN = {
    "/accounts/password/change/": "Смена пароля",
    "/accounts/logout/": "Выход",
    "/accounts/reauthenticate/": "Подтвердите, что это вы",
    "/accounts/email/": "Электронная почта",
    "/accounts/2fa/": "Второй фактор входа",
    "/accounts/2fa/totp/activate/": "Подключить приложение с кодами",
    "/accounts/2fa/webauthn/": "Ключи доступа",
    "/accounts/2fa/webauthn/add/": "Добавить ключ доступа",
    "/accounts/sessions/": "Где вы вошли",
}


def check(response, heading):
    page = response.content.decode()
    assert response.status_code == 200
    assert re.search(rf"<h1[^>]*>{re.escape(heading)}</h1>", page)
    assert " style=" not in page
    page_text = re.sub(r"<[^>]+>", " ", re.sub(r"<(script|head).*?</\1>", " ", page, flags=re.DOTALL))
    assert not re.search(r"\b(password|sign|email address|code|your|click)\b", page_text, re.IGNORECASE)


@pytest.mark.parametrize(("url", "heading"), PUBLIC.items())
def test_a_public_page_is_in_russian(url, heading, client, db):
    check(client.get(url), heading)


@pytest.mark.parametrize(("url", "heading"), OWN.items())
def test_a_page_of_one_s_own_account_is_in_russian(url, heading, db):
    user = member(Role.CURATOR, organisation=OrganisationFactory())
    browser = Client()
    browser.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    check(browser.get(url), heading)


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(client, db):
    known = UserFactory()
    answers = []
    for login in (known.email, "nobody@zarechny.example"):
        form = client.post("/accounts/login/", {"login": login, "password": "неверный"}).context["form"]
        answers.append(form.errors.as_text())
        assert form["login"].value() == login
    assert answers[0] == answers[1]


def test_the_reset_of_a_password_tells_nobody_who_has_an_account(client, db):
    known = UserFactory()
    answers = [client.post("/accounts/password/reset/", {"email": e}) for e in (known.email, "nobody@zarechny.example")]
    assert {answer.headers["Location"] for answer in answers} == {"/accounts/password/reset/done/"}


def test_a_password_is_reset_by_the_link_of_the_letter(client, db):
    user = UserFactory()
    client.post("/accounts/password/reset/", {"email": user.email})
    (letter,) = mail.outbox
    assert "Здравствуйте!" in letter.body
    link = re.search(r"http://testserver(/accounts/password/reset/key/\S+)", letter.body)[1]
    form_page = client.get(link, follow=True)
    new = {"password1": "Берег-Реки-2026", "password2": "Берег-Реки-2026"}
    client.post(form_page.redirect_chain[-1][0], new)
    user.refresh_from_db()
    assert user.check_password("Берег-Реки-2026")


def test_a_password_is_changed_only_with_the_present_one(db):
    user = member(Role.CURATOR, organisation=OrganisationFactory())
    browser = Client()
    browser.force_login(user)
    new = {"password1": "Берег-Реки-2026", "password2": "Берег-Реки-2026"}
    wrong = browser.post("/accounts/password/change/", new | {"oldpassword": "неверный"})
    assert "oldpassword" in wrong.context["form"].errors
    browser.post("/accounts/password/change/", new | {"oldpassword": PASSWORD})
    user.refresh_from_db()
    assert user.check_password("Берег-Реки-2026")


def test_leaving_takes_a_post(db):
    user = member(Role.CURATOR, organisation=OrganisationFactory())
    browser = Client()
    browser.force_login(user)
    browser.get("/accounts/logout/")
    assert browser.get("/organisations/").status_code == 200
    browser.post("/accounts/logout/")
    assert browser.get("/organisations/").status_code == 302


def test_the_owner_is_told_of_a_changed_password(db):
    user = member(Role.CURATOR, organisation=OrganisationFactory())
    browser = Client()
    browser.force_login(user)
    new = {"password1": "Берег-Реки-2026", "password2": "Берег-Реки-2026"}
    browser.post("/accounts/password/change/", new | {"oldpassword": PASSWORD})
    (letter,) = mail.outbox
    assert letter.subject == "Пароль изменён"
    assert letter.to == [user.email]
    assert "Если это сделали не вы" in letter.body


def test_guessing_passwords_is_slowed_down(db):
    user = UserFactory()
    browser = Client()
    for _ in range(6):
        answer = browser.post("/accounts/login/", {"login": user.email, "password": "неверный"})
    right = browser.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    assert right.status_code in (200, 429)
    assert "_auth_user_id" not in browser.session
    assert "попыт" in answer.content.decode()


def test_too_many_letters_are_refused_in_words(client, db):
    user = UserFactory()
    answers = [client.post("/accounts/password/reset/", {"email": user.email}) for _ in range(22)]
    assert answers[-1].status_code == 429
    assert "Слишком много попыток" in answers[-1].content.decode()
    assert len(mail.outbox) <= 20


def test_a_form_sent_without_any_cookie_says_that_the_sign_in_is_over(db):
    """The cookie of the form is lost too: the page names the way back and the draft that this tab keeps."""
    from django.test import Client

    answer = Client(enforce_csrf_checks=True).post("/people/7/edit/", {"position": "учитель"})
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "Вход в портал закончился" in page
    assert "хранится в этой вкладке" in page
    assert "?next=/people/7/edit/" in page


def test_who_is_still_signed_in_is_led_back_to_the_form(db):
    from django.test import Client

    from tests.factories import UserFactory

    client = Client(enforce_csrf_checks=True)
    client.force_login(UserFactory())
    page = client.post("/people/7/edit/", {"position": "учитель"}).content.decode()
    assert "Вход в портал закончился" not in page
    assert 'href="/people/7/edit/"' in page
