"""The dictionaries and policy presets say what the documents say, and loading them again disturbs nothing."""

import json
import shutil
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core import serializers
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from django.db.models import Model, QuerySet

from registry.enums import ConsentRule, CuratorEligibility, Month, OrganisationKind, Participant, ParticipantSide
from registry.management.commands.load_reference import REFERENCE
from registry.models import Category, Form, Format, Kind, PolicyPreset, RoleModel

pytestmark = pytest.mark.django_db

FILES = sorted((settings.BASE_DIR / "fixtures").glob("*.json"))
TEACHERS_MODELS = ["experienced-young", "leader-communication", "innovator-conservative", "subject-expert-novice"]
PUPILS_MODELS = ["achiever-underachiever", "leader-passive", "peer-peer"]
EMPLOYERS_MODELS = ["professional-indifferent", "colleague-young-colleague", "employer-future-employee"]


def models_of(path: Path) -> list[type[Model]]:
    return [apps.get_model(label) for label in sorted({entry["model"] for entry in json.loads(path.read_text())})]


def everything_loaded() -> dict[str, str]:
    """Every reference row with its key, its values and its links."""
    return {
        model._meta.label: serializers.serialize("json", model.objects.order_by("pk"))
        for path in FILES
        for model in models_of(path)
    }


def codes(entries: QuerySet) -> list[str]:
    return [entry.code for entry in entries.order_by("pk")]


def preset(code: str) -> PolicyPreset:
    return PolicyPreset.objects.get(code=code)


# Loading


def test_loading_a_second_time_changes_nothing_and_makes_no_copies():
    before = everything_loaded()
    call_command("load_reference", verbosity=0)
    assert everything_loaded() == before


def test_loading_brings_the_words_of_the_documents_back():
    Form.objects.filter(code="pupil-pupil").update(title="ребята", aliases=[])
    preset("holm-2023").forms.clear()
    call_command("load_reference", verbosity=0)
    form = Form.objects.get(code="pupil-pupil")
    assert form.title == "ученик – ученик"
    assert "ученик-ученик" in form.aliases
    assert codes(preset("holm-2023").forms) == ["teacher-teacher", "head-teacher", "employer-student"]


def test_loading_leaves_alone_what_the_portal_switched_off_and_on():
    Kind.objects.filter(code="speed").update(in_use=False)
    Form.objects.filter(code="student-pupil").update(in_use=True)
    call_command("load_reference", verbosity=0)
    assert not Kind.objects.get(code="speed").in_use
    assert Form.objects.get(code="student-pupil").in_use


def test_loading_leaves_alone_what_people_added():
    Form.objects.create(code="librarian-reader", title="библиотекарь – читатель")
    call_command("load_reference", verbosity=0)
    assert Form.objects.filter(code="librarian-reader").exists()


def test_an_entry_that_is_new_to_the_portal_comes_as_the_file_has_it():
    Form.objects.filter(code="student-pupil").delete()
    call_command("load_reference", verbosity=0)
    assert not Form.objects.get(code="student-pupil").in_use


def test_no_file_of_reference_data_is_forgotten():
    assert sorted(REFERENCE) == [path.stem for path in FILES]


def test_loading_says_in_words_what_it_loaded(capsys, settings):
    call_command("load_reference")
    output = capsys.readouterr().out
    assert "формы наставничества — 7" in output
    items = (settings.BASE_DIR / "fixtures/stages.json").read_text(encoding="utf-8").count("stageitemtemplate")
    assert f"пункты этапов — {items}" in output


def test_a_missing_file_is_named_and_nothing_is_loaded(tmp_path, settings):
    shutil.copytree(settings.BASE_DIR / "fixtures", tmp_path / "fixtures")
    (tmp_path / "fixtures" / "scale.json").unlink()
    settings.BASE_DIR = tmp_path
    Form.objects.filter(code="pupil-pupil").update(title="ребята")
    with pytest.raises(CommandError, match=r"Нет файла fixtures/scale\.json"):
        call_command("load_reference", verbosity=0)
    assert Form.objects.get(code="pupil-pupil").title == "ребята"


def test_a_broken_file_leaves_everything_as_it_was(tmp_path, settings):
    shutil.copytree(settings.BASE_DIR / "fixtures", tmp_path / "fixtures")
    scale = tmp_path / "fixtures" / "scale.json"
    scale.write_text(scale.read_text().replace('["kez-2022"]', '["no-such-scale"]'))
    settings.BASE_DIR = tmp_path
    Form.objects.filter(code="pupil-pupil").update(title="ребята")
    with pytest.raises(IntegrityError):
        call_command("load_reference", verbosity=0)
    assert Form.objects.get(code="pupil-pupil").title == "ребята"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_entry_passes_the_checks_of_its_own_form(path):
    for model in models_of(path):
        assert model.objects.exists(), f"{model.__name__} has nothing to check"
        for entry in model.objects.all():
            entry.clean_fields(exclude=[f.name for f in model._meta.fields if getattr(entry, f.attname) in ([], {})])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_files_refer_by_natural_keys_only(path):
    assert [entry for entry in json.loads(path.read_text()) if "pk" in entry] == []


# Dictionaries


def test_the_forms_are_those_of_the_documents():
    assert list(Form.objects.filter(in_use=True).values_list("title", flat=True)) == [
        "педагог – педагог",
        "руководитель образовательной организации – педагог",
        "работодатель – студент педагогического вуза/колледжа",
        "педагог вуза – молодой педагог образовательного учреждения",
        "ученик – ученик",
        "работодатель – ученик",
    ]
    assert list(Form.objects.filter(in_use=False).values_list("title", flat=True)) == ["студент – ученик"]


def test_forms_name_only_known_sides_and_kinds_of_organisations():
    for form in Form.objects.all():
        assert form.mentor_sides
        assert form.mentee_sides
        assert set(form.mentor_sides + form.mentee_sides) <= set(ParticipantSide)
        assert set(form.organisation_kinds) <= set(OrganisationKind)
        assert set(form.doubtful_kinds) <= set(form.organisation_kinds)


def test_no_pupil_mentors_a_teacher_and_no_form_of_pupils_is_met_in_a_preschool():
    for form in Form.objects.all():
        if "pupil" in form.mentor_sides:
            assert form.mentee_sides == ["pupil"]
        if "pupil" in form.mentee_sides:
            assert OrganisationKind.PRESCHOOL not in form.organisation_kinds


@pytest.mark.requirement("H-4.2")
def test_a_head_may_mentor_as_a_teacher_of_a_subject():
    assert Form.objects.get(code="teacher-teacher").mentor_sides == ["teacher", "head"]


@pytest.mark.requirement("H-4.1…4.3")
def test_employer_and_student_are_doubtful_only_in_extracurricular_education():
    assert Form.objects.get(code="employer-student").doubtful_kinds == ["extracurricular"]
    assert not Form.objects.exclude(code="employer-student").exclude(doubtful_kinds=[]).exists()


def test_the_labour_code_applies_where_one_employee_mentors_another():
    assert codes(Form.objects.filter(labour_code_applies=True)) == ["teacher-teacher", "head-teacher"]


@pytest.mark.requirement("H-4.1", "K-5.1-form", "U-3.1", "U-3.3")
def test_every_role_model_belongs_to_its_form_and_has_a_goal():
    models_by_form = {form.code: codes(form.role_models) for form in Form.objects.all() if form.role_models.exists()}
    assert models_by_form == {
        "teacher-teacher": TEACHERS_MODELS,
        "pupil-pupil": PUPILS_MODELS,
        "employer-pupil": EMPLOYERS_MODELS,
    }
    assert not RoleModel.objects.filter(goal="").exists()
    assert codes(RoleModel.objects.filter(same_subject=True)) == ["subject-expert-novice"]
    assert codes(RoleModel.objects.filter(same_level=True)) == ["peer-peer"]


def test_the_seven_kinds_have_their_rules():
    assert codes(Kind.objects.all()) == [
        "virtual",
        "group",
        "short-term",
        "reverse",
        "situational",
        "speed",
        "traditional",
    ]
    assert codes(Kind.objects.filter(needs_group=True)) == ["group"]
    assert codes(Kind.objects.filter(forbids_group=True)) == ["traditional"]
    assert codes(Kind.objects.filter(one_meeting=True)) == ["speed"]


def test_every_form_has_formats_to_choose_from_and_every_format_a_form():
    assert not Format.objects.filter(forms=None).exists()
    assert not Form.objects.filter(formats=None).exists()


def test_every_participant_has_categories_and_the_delicate_ones_are_kept_inside_the_organisation():
    assert {
        participant: Category.objects.filter(participant=participant).count() for participant in Participant.values
    } == {"pupil": 6, "teacher": 7, "student": 3}
    assert codes(Category.objects.filter(sensitive=True)) == [
        "pupil-disability",
        "pupil-hardship",
        "pupil-behaviour",
        "teacher-burnout",
    ]


@pytest.mark.parametrize("dictionary", [Form, Kind, Category])
def test_no_other_name_leads_to_two_entries(dictionary):
    names = [name.casefold() for entry in dictionary.objects.all() for name in {entry.title, *entry.aliases}]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("dictionary", [Form, RoleModel, Kind, Format, Category, PolicyPreset])
def test_every_entry_says_where_it_comes_from(dictionary):
    assert not dictionary.objects.filter(source="").exists()


# Presets


def test_there_are_six_presets():
    assert list(PolicyPreset.objects.values_list("title", flat=True)) == [
        "Базовый",
        "Холм-2023",
        "Кез-2022",
        "Сальск-2021",
        "Сургут-ДОУ-2022",
        "Устюжна-2020",
    ]


def test_presets_refer_to_what_exists_and_models_follow_the_forms():
    for one in PolicyPreset.objects.all():
        forms = set(codes(one.forms))
        assert forms
        assert one.kinds.count() == 7
        assert {model.form.code for model in one.role_models.select_related("form")} <= forms
        assert set(one.form_labels) <= forms
        assert set(one.consents_required) <= set(ConsentRule)
        assert set(one.monitoring_months) <= set(Month)
        assert {"personal_data", "representative"} <= set(one.consents_required)


def test_nobody_gets_more_than_three_mentees_even_where_the_document_is_silent():
    assert set(PolicyPreset.objects.values_list("mentee_limit", flat=True)) == {3}
    for code in ("holm-2023", "kez-2022", "salsk-2021", "surgut-dou-2022"):
        assert "Число наставляемых не ограничено — взято 3" in preset(code).source


def test_the_basic_preset_is_the_union_of_the_documents():
    basic = preset("base")
    assert set(codes(basic.forms)) == set(codes(Form.objects.filter(in_use=True)))
    assert set(codes(basic.role_models)) == set(codes(RoleModel.objects.all()))
    assert set(basic.consents_required) == set(ConsentRule)
    assert basic.score_enabled
    assert basic.report_period == "month"
    assert basic.mentee_report
    assert basic.several_mentors


@pytest.mark.requirement("K-5.1-form", "K-5.2-form", "K-year")
def test_kez_offers_two_forms_and_only_the_first_and_third_models_of_teachers():
    kez = preset("kez-2022")
    assert codes(kez.forms) == ["teacher-teacher", "pupil-pupil"]
    assert codes(kez.role_models) == ["experienced-young", "innovator-conservative", *PUPILS_MODELS]
    assert kez.monitoring_months == [5]
    assert kez.baseline_month == 9
    assert kez.score_enabled


def test_ustyuzhna_asks_for_a_report_every_month_and_one_mentor():
    ustyuzhna = preset("ustyuzhna-2020")
    assert ustyuzhna.report_period == "month"
    assert ustyuzhna.mentee_report
    assert ustyuzhna.final_report_days == 10
    assert not ustyuzhna.several_mentors
    assert ustyuzhna.curator_eligibility == CuratorEligibility.PARTNER
    assert ustyuzhna.form_labels == {"teacher-teacher": "учитель – учитель"}
    # U, п. 3.2.5: of its four models this alone is called otherwise than by Холм, п. 4.1
    leader = "лидер педагогического сообщества – педагог, испытывающий проблемы"
    assert ustyuzhna.role_model_labels == {"leader-communication": leader}
    assert codes(ustyuzhna.role_models) == [*TEACHERS_MODELS, *PUPILS_MODELS, *EMPLOYERS_MODELS]


def test_only_ustyuzhna_sets_days_for_final_reports():
    days = dict(PolicyPreset.objects.exclude(code="base").values_list("code", "final_report_days"))
    assert {code for code, number in days.items() if number} == {"ustyuzhna-2020"}


def test_surgut_takes_only_deputies_as_curators_and_asks_the_mentor_alone():
    surgut = preset("surgut-dou-2022")
    assert surgut.curator_eligibility == CuratorEligibility.DEPUTY
    assert surgut.consents_required == ["mentor", "personal_data", "representative"]
    assert codes(surgut.forms) == ["teacher-teacher", "head-teacher", "employer-student", "lecturer-teacher"]


@pytest.mark.requirement("S-months")
def test_holm_and_salsk_keep_their_months():
    assert preset("holm-2023").monitoring_months == [3]
    assert preset("salsk-2021").monitoring_months == [1, 5, 12]
