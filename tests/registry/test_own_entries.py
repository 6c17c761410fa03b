"""Entries of the dictionaries that a municipality owns: who edits them, who sees them, what the database keeps."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from registry.enums import Role
from registry.models import Form, Kind, Municipality, Policy, Reason, RoleModel, SideRequirement
from registry.models.dictionary import TERM_CASES
from registry.queries.dictionaries import entries_offered
from tests.factories import MunicipalityFactory, PolicyFactory, member
from tests.posting import post_as_shown, version_shown
from tests.registry.conftest import signed_in
from tests.registry.test_settings_screens import as_typed, confirmed

pytestmark = pytest.mark.django_db

SIDES = {"mentor_sides": ["teacher"], "mentee_sides": ["student"]}
NEW = "/settings/dictionaries/forms/own/new/"


def own_form(municipality: Municipality, title: str = "мастер – студент", **fields) -> Form:
    return Form.objects.create(municipality=municipality, title=title, **SIDES, **fields)


def page_of(entry: Form, dictionary: str = "forms") -> str:
    return f"/settings/dictionaries/{dictionary}/own/{entry.pk}/"


def test_the_admin_adds_a_form_that_the_policy_applies_at_once(district, as_role):
    coming = PolicyFactory(municipality=district.municipality, valid_from="2027-09-01")
    past = PolicyFactory(municipality=district.municipality, valid_from="2019-09-01")
    assert as_role(Role.COORDINATOR).get(NEW).status_code == 403
    sent = {"title": "мастер – студент", **SIDES, "use_now": "on", "aliases": "мастер-студент\n\nнаставник-студент"}
    assert as_role(Role.ADMIN).post(NEW, sent).status_code == 302
    form = Form.objects.get(title="мастер – студент")
    assert (form.municipality, form.aliases) == (district.municipality, ["мастер-студент", "наставник-студент"])
    naming = set(Policy.objects.filter(forms=form))
    assert coming in naming
    assert past not in naming
    assert len(naming) == 2  # the version in force, too
    assert form.history.get().history_user is not None


def test_words_for_the_sides_are_declined_and_what_is_corrected_by_hand_stays(district, as_role):
    admin = as_role(Role.ADMIN)
    sent = {"title": "мастер – студент", **SIDES, "mentee_term": "стажёр", "mentee_term_dative": "стажору"}
    asked = admin.post(NEW, sent)
    assert not Form.objects.filter(title="мастер – студент").exists()
    assert "Стажору представить итоговый отчёт" in asked.content.decode()
    shown = asked.context["form"]["words_shown"].value()
    admin.post(NEW, {**sent, "words_shown": shown})
    form = Form.objects.get(title="мастер – студент")
    assert (form.mentee_term_genitive, form.mentee_term_dative) == ("стажёра", "стажору")
    assert (form.mentee_term_instrumental, form.mentor_term_genitive) == ("стажёром", "")
    edited = {**sent, "mentee_term": "подшефный", "mentee_term_genitive": "стажёра", "mentee_term_dative": "стажору"}
    edited["mentee_term_instrumental"] = "стажёром"
    asked = admin.post(page_of(form), {**edited, "words_shown": shown})  # of other words
    assert "Подшефному представить итоговый отчёт" in asked.content.decode()
    admin.post(page_of(form), {**edited, "words_shown": asked.context["form"]["words_shown"].value()})
    form.refresh_from_db()
    assert (form.mentee_term_genitive, form.mentee_term_dative) == ("подшефного", "подшефному")


def test_a_foreign_municipality_neither_sees_nor_reaches_it(district, as_role, stranger):
    form = own_form(district.municipality)
    policy = district.municipality.policies.latest("valid_from")
    policy.forms.add(form)
    assert str(form) in as_role(Role.ADMIN).get("/settings/dictionaries/forms/").content.decode()
    assert str(form) not in stranger.get("/settings/dictionaries/forms/").content.decode()
    assert stranger.get(page_of(form)).status_code == 404
    for step in ("own/{}/remove", "{}/switch"):
        assert stranger.post(f"/settings/dictionaries/forms/{step.format(form.pk)}/").status_code == 404
    assert form not in entries_offered(Form, district.foreign_school.municipality)
    foreign = member(Role.CURATOR, organisation=district.foreign_school)
    assert str(form) not in signed_in(foreign).get("/pairs/").content.decode()
    assert str(form) in as_role(Role.CURATOR).get("/pairs/").content.decode()


def test_an_entry_of_the_portal_is_nobody_s_to_edit_here(as_role):
    assert as_role(Role.ADMIN).get(page_of(Form.objects.earliest("pk"))).status_code == 404


def test_what_is_named_is_not_removed_but_taken_out_of_use(district, as_role):
    admin, form = as_role(Role.ADMIN), own_form(district.municipality)
    policy = district.municipality.policies.latest("valid_from")
    policy.forms.add(form)
    answer = admin.post(f"{page_of(form)}remove/", follow=True)
    assert "указана в политике муниципалитета" in answer.content.decode()
    admin.post(f"/settings/dictionaries/forms/{form.pk}/switch/", {"switch_to": "off"})
    form.refresh_from_db()
    assert not form.in_use
    assert policy.forms.contains(form)
    policy.forms.remove(form)
    RoleModel.objects.create(municipality=district.municipality, form=form, title="опытный мастер – новичок")
    assert "Удалить нельзя" in admin.post(f"{page_of(form)}remove/", follow=True).content.decode()
    form.role_models.all().delete()
    admin.post(f"{page_of(form)}remove/")
    assert not Form.objects.filter(pk=form.pk).exists()


def test_a_name_that_is_there_already_is_refused(district, as_role):
    own_form(district.municipality)
    admin = as_role(Role.ADMIN)
    for title in ("Мастер – Студент", Form.objects.get(code="pupil-pupil").title):
        assert "title" in admin.post(NEW, {"title": title, **SIDES}).context["form"].errors


def test_a_portal_form_is_a_ground_for_an_own_one(as_role):
    portal = Form.objects.get(code="employer-student")
    form = as_role(Role.ADMIN).get(f"{NEW}?basis={portal.pk}").context["form"]
    assert form["mentor_sides"].value() == portal.mentor_sides
    assert not form["title"].value()


@pytest.mark.requirement("A16-6", "A16-7")
def test_own_names_of_models_and_kinds_stand_wherever_the_policy_names_them(district, as_role):
    policy = district.municipality.policies.latest("valid_from")
    model, kind = RoleModel.objects.get(code="experienced-young"), Kind.objects.get(code="traditional")
    named = {f"label-{model.code}": "мастер – новичок", f"label-{kind.code}": "один на один"}
    answer = confirmed(as_role(Role.ADMIN), f"/settings/policy/{policy.pk}/edit/", as_typed(policy) | named)
    assert answer.status_code == 302
    policy.refresh_from_db()
    assert (policy.role_model_label(model), policy.kind_label(kind)) == ("мастер – новичок", "один на один")
    page_text = as_role(Role.ADMIN).get(f"/settings/policy/{policy.pk}/").content.decode()
    assert "мастер – новичок" in page_text
    assert "один на один" in page_text


def test_an_update_takes_no_edit_back(district):
    municipality = district.municipality
    forms = {f"mentee_term_{case}": "с" for case in TERM_CASES}
    form = own_form(municipality, mentee_term="стажёр", **forms, in_use=False)
    portal = Reason.objects.get(code="illness")
    reason = Reason.objects.create(
        municipality=municipality, title="болеет", for_extension=True, participants=["pupil"], replaces=portal
    )
    asked = SideRequirement.objects.get(code="employer-pupil-experience")
    stricter = SideRequirement.objects.create(
        municipality=municipality, form=asked.form, measure="experience", years=7, is_bar=True, replaces=asked
    )
    policy = municipality.policies.latest("valid_from")
    policy.form_labels = {"pupil-pupil": "друг – другу"}
    policy.payment, policy.report_period = "incentive", "quarter"
    policy.save()
    watched = (Form, Reason, Policy, SideRequirement)
    kept = [list(model.objects.order_by("pk").values()) for model in watched]
    call_command("load_reference", verbosity=0)
    assert [list(model.objects.order_by("pk").values()) for model in watched] == kept
    assert list(entries_offered(SideRequirement, municipality)) == [stricter]
    assert reason in entries_offered(Reason, municipality)
    assert portal not in entries_offered(Reason, municipality)
    assert portal in entries_offered(Reason, district.foreign_school.municipality)
    assert form not in entries_offered(Form, municipality)


def refused(name: str):
    return pytest.raises(IntegrityError, match=name)


def test_the_database_keeps_own_entries_to_their_municipality(district):
    ours, theirs = district.municipality, district.foreign_school.municipality
    form, policy = own_form(theirs), ours.policies.latest("valid_from")
    kind = Kind.objects.create(municipality=theirs, title="свой")
    portal, own = Reason.objects.get(code="illness"), {"title": "своя", "for_extension": True}
    with refused("registry_policy_forms_own"), transaction.atomic():
        policy.forms.add(form)
    with refused("registry_policy_kinds_own"), transaction.atomic():
        policy.kinds.add(kind)
    with refused("registry_rolemodel_own_form"), transaction.atomic():
        RoleModel.objects.create(municipality=ours, form=form, title="чужая")
    with refused("registry_rolemodel_own_form"), transaction.atomic():
        RoleModel.objects.create(code="of-the-portal", form=form, title="портала")
    with refused("registry_form_own_code"), transaction.atomic():
        Form.objects.filter(pk=form.pk).update(code="pupil-to-pupil")
    with refused("registry_reason_own_replaces"), transaction.atomic():
        Reason.objects.create(code="portal-s", replaces=portal, **own)
    replaced = Reason.objects.create(municipality=theirs, replaces=portal, **own)
    with refused("registry_reason_replaces_portal"), transaction.atomic():
        Reason.objects.create(municipality=ours, replaces=replaced, **own)
    with refused("registry_form_mentee_term_cases"), transaction.atomic():
        Form.objects.filter(pk=form.pk).update(mentee_term="стажёр")


def test_a_list_of_entries_costs_the_same_for_one_and_for_three(district, as_role):
    counts = []
    for number in range(3):
        form = own_form(district.municipality, f"форма {number}")
        RoleModel.objects.create(municipality=district.municipality, form=form, title=f"модель {number}")
        Reason.objects.create(municipality=district.municipality, title=f"причина {number}", for_extension=True)
        counts.append([])
        for dictionary in ("forms", "role-models", "reasons"):
            visitor = as_role(Role.ADMIN)
            visitor.get("/settings/")
            with CaptureQueriesContext(connection) as queries:
                visitor.get(f"/settings/dictionaries/{dictionary}/")
            counts[-1].append(len(queries))
    assert counts[0] == counts[2]


def test_another_municipality_has_a_form_of_the_same_name():
    first, second = MunicipalityFactory(), MunicipalityFactory()
    assert own_form(first).code != own_form(second).code
    with refused("registry_form_own_title|UNIQUE"), transaction.atomic():
        own_form(first)


def test_an_own_entry_that_was_edited_meanwhile_is_not_removed_from_an_old_page(district, as_role):
    reason = Reason.objects.create(municipality=district.municipality, title="призыв", for_early_end=True)
    admin, path = as_role(Role.ADMIN), page_of(reason, "reasons") + "remove/"
    before = version_shown(admin, path)
    Reason.objects.filter(pk=reason.pk).update(order_days=5)

    again = admin.post(path, before)
    assert "рабочих дней на приказ — 5" in again.content.decode()
    assert "причина — призыв" in again.content.decode()
    assert Reason.objects.filter(pk=reason.pk).exists()
    assert post_as_shown(admin, path).status_code == 302
    assert not Reason.objects.filter(pk=reason.pk).exists()
