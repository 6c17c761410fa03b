"""One answer for rows that ask the same, or for all of one kind."""

import pytest

from imports.actions import commit_batch
from registry.enums import Role
from registry.models import OrganisationAlias, Person, PersonSpelling
from tests.factories import MentorFactory, OrganisationFactory, PersonFactory
from tests.imports.import_files import csv_file
from tests.imports.review.pages import answer, at, cards_of, page_of, statuses

pytestmark = pytest.mark.django_db


class TestAllAlike:
    def test_a_person_is_chosen_for_every_row_with_the_same_initials(self, coordinator, stage, district):
        person = MentorFactory(person=PersonFactory(organisation=district.school, last_name="Ольхова")).person
        initials = f"Ольхова {person.first_name[0]}.{person.middle_name[0]}."
        school = district.school.short_name
        batch = stage((school, initials, "учитель"), (school, initials), (district.other_school.short_name, initials))
        assert "и для всех таких строк (2)" in page_of(coordinator, batch)
        answer(coordinator, batch, at(batch, 1), choice=f"person:{person.pk}", alike="yes")
        assert [row.decision.person for row in batch.rows.order_by("position")] == [person.pk, person.pk, None]

    def test_what_was_decided_together_is_taken_back_together(self, coordinator, stage, district):
        rows = [("Школа Героя", name) for name in ("Ольхова Мария Сергеевна", "Липина Яна Юрьевна")]
        batch = stage(*rows)
        answer(coordinator, batch, at(batch, 0), organisation=district.school.pk, alike="yes", remember="on")
        assert statuses(batch) == ["new", "new"]
        assert "и у всех строк, решённых вместе с ней (2)" in page_of(coordinator, batch, show="ready")
        answer(coordinator, batch, at(batch, 0), choice="undo", alike="yes")
        assert statuses(batch) == ["error", "error"]

    def test_a_spelling_taken_back_is_forgotten(self, coordinator, stage, district):
        batch = stage(*(("Школа Героя", name) for name in ("Ольхова Мария Сергеевна", "Липина Яна Юрьевна")))
        answer(coordinator, batch, at(batch, 0), organisation=district.school.pk, alike="yes", remember="on")
        answer(coordinator, batch, at(batch, 0), choice="undo")
        assert OrganisationAlias.objects.get().organisation == district.school, "the other row still says so"
        answer(coordinator, batch, at(batch, 1), choice="undo")
        assert not OrganisationAlias.objects.exists()
        answer(coordinator, batch, at(batch, 1), organisation=district.other_school.pk, remember="on")
        assert OrganisationAlias.objects.get().organisation == district.other_school

    def test_a_spelling_known_before_is_never_forgotten(self, coordinator, stage, district):
        OrganisationAlias.objects.create(organisation=district.school, name="Школа Героя")
        batch = stage(("Школа героев", "Липина Яна Юрьевна"))
        answer(coordinator, batch, at(batch, 0), organisation=district.school.pk, remember="on")
        answer(coordinator, batch, at(batch, 0), choice="undo")
        assert OrganisationAlias.objects.get().name == "Школа Героя"


class TestManyOrganisationsFit:
    @pytest.mark.parametrize(("schools", "offered", "told"), [(2, 2, "подходят"), (12, 0, "и ещё 4")])
    def test_few_are_offered_one_by_one_and_many_only_in_the_list(
        self, coordinator, stage, district, schools, offered, told
    ):
        for number in range(1, schools + 1):
            OrganisationFactory(municipality=district.municipality, short_name=f"МБОУ «Лесная СОШ № {number}»")
        batch = stage(("Лесная СОШ", "Липина Яна Юрьевна"))
        (card,) = cards_of(coordinator, batch)
        assert len([o for o in card.questions[0].options if o.value.startswith("organisation:")]) == offered
        assert told in page_of(coordinator, batch)


class TestOneAnswerForAll:
    @pytest.fixture
    def batch(self, stage, district):
        school = district.school
        for last_name in ("Ольхова", "Берестнева", "Вязникова"):
            MentorFactory(person=PersonFactory(organisation=school, last_name=last_name))
        names = [person.full_name.replace("ова ", "ола ").replace("ева ", "ела ") for person in Person.objects.all()]
        return stage(*((school.short_name, name) for name in names), (school.short_name, "Липина Я.Ю."))

    def ask(self, browser, batch, answer, **query):
        query = {"show": "review", "issue_code": "maybe_known", "answer": answer} | query
        return browser.get(f"/imports/{batch.pk}/all/", query)

    def say(self, browser, batch, answer, shown_fingerprint, **query):
        data = {
            "show": "review",
            "issue_code": "maybe_known",
            "answer": answer,
            "shown_fingerprint": shown_fingerprint,
        } | query
        return browser.post(f"/imports/{batch.pk}/all/", data, follow=True)

    def test_the_bar_offers_what_suits_the_kind(self, coordinator, batch):
        bar = coordinator.get(f"/imports/{batch.pk}/", {"show": "review", "issue_code": "maybe_known"}).context[
            "for_all"
        ]
        assert bar["count"] == 3
        assert [label for label, _ in bar["answers"]] == ["Внести новыми", "Пропустить"]
        bar = coordinator.get(f"/imports/{batch.pk}/", {"show": "review", "issue_code": "initials_only"}).context[
            "for_all"
        ]
        assert bar is None, "one row needs no bar"

    def test_the_number_is_told_before_and_everything_is_done_at_once(self, coordinator, batch):
        response = self.ask(coordinator, batch, "new")
        assert "Внести новыми: 3\u00a0строки?" in response.content.decode()
        assert statuses(batch) == ["review"] * 4, "asking decides nothing"
        page = self.say(coordinator, batch, "new", response.context["shown_fingerprint"]).content.decode()
        assert "Внести новыми: 3\u00a0строки." in page
        assert statuses(batch) == ["new", "new", "new", "review"]

    def test_only_what_is_found_by_words_is_answered(self, coordinator, batch):
        response = self.ask(coordinator, batch, "skip", q="берестнела")
        self.say(coordinator, batch, "skip", response.context["shown_fingerprint"], q="берестнела")
        (skipped,) = batch.rows.filter(status="off")
        assert "Берестнела" in skipped.record.values.values()

    def test_skipped_rows_are_brought_back_at_once(self, coordinator, batch):
        self.say(coordinator, batch, "skip", self.ask(coordinator, batch, "skip").context["shown_fingerprint"])
        assert statuses(batch)[:3] == ["off"] * 3
        assert "пропущены при проверке" in page_of(coordinator, batch, show="off")
        shown_fingerprint = self.ask(coordinator, batch, "undo", show="off", issue_code="none").context[
            "shown_fingerprint"
        ]
        self.say(coordinator, batch, "undo", shown_fingerprint, show="off", issue_code="none")
        assert statuses(batch) == ["review"] * 4

    def test_rows_that_changed_meanwhile_are_asked_about_again(self, coordinator, batch, as_role):
        shown_fingerprint = self.ask(coordinator, batch, "new").context["shown_fingerprint"]
        answer(as_role(Role.ADMIN), batch, at(batch, 0), choice="skip")
        page = self.say(coordinator, batch, "new", shown_fingerprint).content.decode()
        assert "Пока страница была открыта, строки изменились" in page
        assert "Внести новыми: 2\u00a0строки?" in page
        assert statuses(batch) == ["off", "review", "review", "review"]

    def test_an_answer_that_does_not_suit_is_not_offered(self, coordinator, batch):
        page = self.ask(coordinator, batch, "new", issue_code="initials_only").content.decode()
        assert "Таких строк нет" in page
        shown_fingerprint = self.ask(coordinator, batch, "new", issue_code="initials_only").context["shown_fingerprint"]
        self.say(coordinator, batch, "new", shown_fingerprint, issue_code="initials_only")
        assert statuses(batch) == ["review"] * 4

    def test_a_written_batch_is_refused(self, coordinator, batch, clerk):
        shown_fingerprint = self.ask(coordinator, batch, "new").context["shown_fingerprint"]
        commit_batch(batch=batch, by=clerk)
        assert "Этот файл уже внесён" in self.say(coordinator, batch, "new", shown_fingerprint).content.decode()
        assert statuses(batch) == ["review"] * 4


class TestMemory:
    def test_a_person_chosen_for_initials_is_remembered_when_the_batch_is_written(
        self, coordinator, stage, district, clerk
    ):
        person = MentorFactory(person=PersonFactory(organisation=district.school, last_name="Ольхова")).person
        initials = f"Ольхова {person.first_name[0]}.{person.middle_name[0]}."
        batch = stage((district.school.short_name, initials, "учитель химии"))
        assert "запомнить, кто это" in coordinator.get(f"/imports/{batch.pk}/").content.decode()
        answer(coordinator, batch, batch.rows.get(), choice=f"person:{person.pk}", remember="on")
        assert not PersonSpelling.objects.exists(), "nothing is learned before the batch is written"
        commit_batch(batch=batch, by=clerk)
        assert PersonSpelling.objects.get().person == person
        assert statuses(stage((district.school.short_name, initials, "учитель химии"))) == ["unchanged"]

    def test_without_the_tick_nothing_is_remembered(self, coordinator, stage, district, clerk):
        person = MentorFactory(person=PersonFactory(organisation=district.school, last_name="Ольхова")).person
        initials = f"Ольхова {person.first_name[0]}.{person.middle_name[0]}."
        batch = stage((district.school.short_name, initials, "учитель химии"))
        answer(coordinator, batch, batch.rows.get(), choice=f"person:{person.pk}")
        commit_batch(batch=batch, by=clerk)
        assert not PersonSpelling.objects.exists()


class TestNewOrganisations:
    HEADINGS = ("Предприятие", "ФИО", "Должность", "Договор")

    @pytest.fixture
    def batch(self, stage):
        rows = [("ООО «Луговое»", "Ольхова Мария Сергеевна"), ("ООО «Луговое»", "Липина Яна Юрьевна")]
        data = csv_file(*rows, ("АО «Молочный край»", "Вязникова Инна Петровна"), headings=self.HEADINGS)
        return stage(data=data, kind="partners")

    def test_an_enterprise_is_made_for_all_rows_that_spell_it_so_and_taken_back(self, coordinator, batch):
        assert "Такой ещё нет — завести организацию" in coordinator.get(f"/imports/{batch.pk}/").content.decode()
        answer(coordinator, batch, at(batch, 0), choice="new_organisation", alike="yes")
        assert statuses(batch) == ["new", "new", "review"]
        answer(coordinator, batch, at(batch, 0), choice="undo")
        assert statuses(batch) == ["review"] * 3

    def test_all_enterprises_are_made_at_once(self, coordinator, batch):
        query = {"show": "review", "issue_code": "new_organisation", "answer": "new_organisation"}
        shown_fingerprint = coordinator.get(f"/imports/{batch.pk}/all/", query).context["shown_fingerprint"]
        coordinator.post(f"/imports/{batch.pk}/all/", query | {"shown_fingerprint": shown_fingerprint})
        assert statuses(batch) == ["new"] * 3
