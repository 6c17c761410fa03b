"""Two people at one batch do not overwrite each other; strangers find nothing."""

import pytest

from imports.actions import commit_batch
from imports.review.cards import mark_of
from imports.row_data import NO_DECISION, Candidate
from registry.enums import Role
from tests.factories import OrganisationFactory
from tests.imports.review.pages import BORN, NAME, answer, at, cell_of, fix, page_of, with_birth

pytestmark = pytest.mark.django_db


class TestTwoPeople:
    @pytest.fixture
    def batch(self, stage, district):
        school = district.school
        return stage((school.short_name, "Ольхова М.С."), with_birth(school, "Калинина Анна Львовна", "31.02.1985"))

    def answer_as_shown(self, browser, batch, row, mark, **fields):
        shown = {"sheet": row.sheet, "row": row.row, "part": row.part, "mark": mark}
        return browser.post(
            f"/imports/{batch.pk}/rows/{row.pk}/", {"revision": row.revision} | shown | fields, follow=True
        )

    def mark(self, browser, batch, row):
        cards = browser.get(f"/imports/{batch.pk}/").context["cards"]
        return next(card.mark for card in cards if card.row.pk == row.pk)

    def test_other_candidates_are_another_question(self, coordinator, batch):
        row = batch.rows.get(position=0)
        before = mark_of(row)
        row.candidates = [*row.candidates, Candidate(person=1, why="похожий человек")]
        assert mark_of(row) != before

    def test_a_cell_put_right_elsewhere_disturbs_nobody(self, coordinator, batch, as_role):
        row = at(batch, 0)
        mark = self.mark(coordinator, batch, row)
        fix(as_role(Role.ADMIN), at(batch, 1), BORN, "28.02.1985")
        assert at(batch, 0).pk != row.pk, "the file was read anew"
        page = self.answer_as_shown(coordinator, batch, row, mark, choice="new", first_name="Майя").content.decode()
        assert "Строка 2: решение сохранено." in page
        assert at(batch, 0).decision.names == {"first_name": "Майя"}

    def test_an_answer_to_a_row_that_was_put_right_comes_back_with_what_was_typed(self, coordinator, batch, as_role):
        row = at(batch, 0)
        mark = self.mark(coordinator, batch, row)
        fix(as_role(Role.ADMIN), row, NAME, "Ольховская М.С.")
        page = self.answer_as_shown(coordinator, batch, row, mark, choice="new", first_name="Майя").content.decode()
        assert "файл перечитали, и строка изменилась" in page
        assert 'value="Майя"' in page
        assert at(batch, 0).decision == NO_DECISION

    def test_an_answer_to_a_row_that_is_gone_leads_to_what_is_left(self, coordinator, batch):
        row = at(batch, 0)
        batch.rows.filter(pk=row.pk).delete()
        page = self.answer_as_shown(coordinator, batch, row, "", choice="skip")
        assert "Этой строки в файле больше нет" in page.content.decode()
        assert answer(coordinator, batch, row, choice="skip").status_code == 404

    def test_after_writing_the_answer_is_refused_and_told_again(self, coordinator, batch, clerk):
        row = at(batch, 0)
        commit_batch(batch=batch, by=clerk)
        page = answer(coordinator, batch, row, choice="new", first_name="Майя", middle_name="Львовна")
        page = coordinator.get(page.url).content.decode()
        assert "Этот файл уже внесён" in page
        assert "Не сохранено для строки 2: «Майя Львовна»." in page

    def test_who_decided_is_told(self, coordinator, batch, clerk):
        answer(coordinator, batch, at(batch, 0), choice="new", first_name="Майя")
        page = page_of(coordinator, batch, show="ready")
        assert "новый человек — Майя" in page


class TestRights:
    @pytest.fixture
    def batch(self, stage, district):
        return stage((district.school.short_name, "Ольхова М.С."))

    def pages(self, batch):
        return (f"/imports/{batch.pk}/all/", f"/imports/{batch.pk}/corrections/", cell_of(batch.rows.get()))

    def test_others_find_nothing(self, batch, neighbour, stranger):
        for browser in (neighbour, stranger):
            for page in self.pages(batch):
                assert browser.get(page).status_code == browser.post(page).status_code == 404

    @pytest.mark.parametrize("role", [Role.REGIONAL, Role.OPERATOR, Role.HEAD])
    def test_who_may_not_import_is_shut_out(self, batch, as_role, role):
        browser = as_role(role)
        for page in self.pages(batch):
            assert browser.get(page).status_code == browser.post(page).status_code == 403

    def test_a_row_of_another_batch_is_not_found(self, batch, coordinator, stage, district):
        other = stage((OrganisationFactory().short_name, "Липина Я.Ю."))
        row = other.rows.get()
        assert coordinator.get(f"/imports/{batch.pk}/rows/{row.pk}/cell/").status_code == 404
        assert coordinator.post(f"/imports/{batch.pk}/rows/{row.pk}/", {"revision": 0}).status_code == 404
