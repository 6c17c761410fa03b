"""Who proposes pairs, by their mentees (requirements A16-10): the form, the order on paper and that of the portal."""

from datetime import date
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.urls import reverse

from mentoring.actions.endings import replace_mentor
from mentoring.actions.pairs import agree_pair, create_pair
from mentoring.enums import PairStatus
from mentoring.models import Pair
from registry.enums import Participant, Role
from registry.forms.candidates import CandidatesForm
from registry.models import Act, Mentor
from reports.documents.orders.pairing_order import PairingOrder, PairsForOrder
from tests.factories import ActFactory, MenteeFactory, MentorFactory, PupilFactory, member, own_rules
from tests.mentoring.conftest import END, START, TODAY
from tests.mentoring.test_paper_acts import NEW, curator, secure, state_of  # noqa: F401
from tests.posting import post_as_shown
from tests.reports.paper_makers import agreed_pair, details
from tests.stories.conftest import terms

pytestmark = pytest.mark.django_db


@pytest.mark.requirement("K-5.1-pairs", "A16-10")
def test_pairs_of_pupils_are_entered_by_the_curator_where_the_rules_say_so(school, client):
    pupil = MenteeFactory(person=PupilFactory(organisation=school.organisation), participant=Participant.PUPIL)
    mentor = MentorFactory(person__organisation=school.organisation, source="pupil")
    typed = {
        **{name: getattr(value, "pk", value) for name, value in terms("pupil-pupil").items() if name != "kinds"},
        "kinds": [one.pk for one in terms("pupil-pupil").get("kinds", [])],
        "mentor": mentor.pk,
        "organisation": school.organisation.pk,
        "starts_on": START,
        "ends_on": START.replace(year=START.year + 1, month=5),
    }
    client.force_login(member(Role.HEAD, organisation=school.organisation))
    address = reverse("mentoring:pair_new_for", args=[pupil.pk])
    assert "вносит куратор" not in str(client.post(address, {**typed, "mentor": ""}).context["form"].errors)
    own_rules(school.organisation, proposer_of_pupils="curator")
    page = client.post(address, typed)
    assert "Такую пару вносит куратор организации — по правилам организации" in str(page.context["form"].errors)
    assert "предлагает куратор организации" in page.context["form"].fields["form"].help_text
    assert not Pair.objects.filter(mentee=pupil).exists()


@pytest.mark.requirement("K-5.2-pairs", "A16-10")
def test_an_order_on_paper_waits_for_the_minutes_of_the_council_that_proposes(school, curator):  # noqa: F811
    pair = school.pair()
    own_rules(school.organisation, proposer_of_teachers="methodical")
    refused = post_as_shown(curator, secure(pair), NEW)
    assert "до приказа пару рассматривает методический совет" in refused.content.decode()
    assert state_of(pair) == PairStatus.AGREED
    minutes = {"organisation": school.organisation, "municipality": school.organisation.municipality, "dated": START}
    ActFactory(**minutes, kind="minutes", number="1", considered_by="pedagogical")
    post_as_shown(curator, secure(pair), NEW)
    assert state_of(pair) == PairStatus.AGREED
    ActFactory(**minutes, kind="minutes", number="2", considered_by="methodical", title="Заседание")
    post_as_shown(curator, secure(pair), NEW)
    assert state_of(pair) == PairStatus.ACTIVE


def test_the_portals_order_of_such_pairs_asks_for_the_minutes(school):
    pair = agreed_pair(school.organisation)
    paper = PairingOrder()

    def awaited(*minutes: Act, dated=START) -> tuple[str, str]:
        decided = details(dated=dated, minutes=tuple(act.pk for act in minutes))
        payload = paper.payload_from(PairsForOrder(school.organisation, [pair]), decided)
        return payload.get("minutes_awaited", ""), payload["preamble"]

    assert awaited()[0] == ""
    own_rules(school.organisation, considered_by="mentors", proposer_of_teachers="methodical")
    assert awaited()[0] == "совета наставников, методического совета"
    of_school = {"organisation": school.organisation, "municipality": school.organisation.municipality}
    in_august = {**of_school, "kind": "minutes", "dated": date(START.year, 8, 25)}
    methodical = ActFactory(**in_august, number="1", considered_by="methodical")
    mentors = ActFactory(**in_august, number="2", considered_by="mentors")
    assert awaited(methodical)[0] == "совета наставников"
    nobody_awaited, preamble = (words.replace("\u00a0", " ") for words in awaited(methodical, mentors))
    assert nobody_awaited == ""
    assert "на основании решений совета наставников (протокол от 25.08." in preamble
    assert "и методического совета (протокол от 25.08." in preamble
    before = {**in_august, "dated": date(START.year, 7, 31), "number": "3", "considered_by": "mentors"}
    assert awaited(methodical, ActFactory(**before))[0] == "совета наставников"


@pytest.mark.requirement("K-5.1-pairs")
def test_whoever_makes_a_pair_otherwise_is_asked_for_the_curator_too(school):
    """The mentor is replaced, and a draft that somebody else has entered is agreed."""
    pair, head = school.active_pair(), member(Role.HEAD, organisation=school.organisation)
    other = school.mentor()
    people = {"mentor": school.mentor(), "mentee": school.mentee(), "organisation": school.organisation}
    form = {"form": pair.form, "kinds": list(pair.kinds.all())}
    draft = create_pair(**people, **form, starts_on=START, ends_on=END, is_draft=True, by=head)
    own_rules(school.organisation, proposer_of_pupils="curator", proposer_of_teachers="curator")
    replacement = {"mentor": other, "on": TODAY, "end_reason": "transfer", "act_awaited": True}
    for refused in (
        lambda: replace_mentor(pair=pair, by=head, **replacement),
        lambda: agree_pair(pair=draft, by=head),
    ):
        with pytest.raises(ValidationError, match="Такую пару вносит куратор организации"):
            refused()
    assert agree_pair(pair=draft, by=school.curator).status == PairStatus.AGREED
    assert replace_mentor(pair=pair, by=school.curator, **replacement).mentor == other


def test_candidates_go_by_the_minutes_of_the_body_that_considers(school):
    own_rules(school.organisation, considered_by="methodical")
    mentor = MentorFactory(person__organisation=school.organisation, approval="waiting", proposed_on=START)
    minutes = {"organisation": school.organisation, "municipality": school.organisation.municipality, "dated": START}
    other = ActFactory(**minutes, kind="minutes", number="1", considered_by="pedagogical")
    right = ActFactory(**minutes, kind="minutes", number="2", considered_by="methodical")

    def errors(act):
        typed = {"mentors": [mentor.pk], "decision": "approved", "on": TODAY, "act": act.pk}
        return CandidatesForm(typed, candidates=Mentor.objects.all(), acts=Act.objects.all()).errors

    assert errors(right) == {}
    order = ActFactory(**minutes, kind="order", number="3")
    assert errors(order) == {}
    Act.objects.filter(pk=right.pk).update(considered_by="other")
    assert "Внесите в реестр актов его протокол" in str(errors(order)["act"])
    Act.objects.filter(pk=right.pk).update(considered_by="methodical")
    assert "Кандидатуры здесь рассматривает методический совет" in str(errors(other)["act"])


def test_minutes_of_before_have_the_body_that_their_title_names(school):
    titles = {
        "Заседание педагогического совета": "pedagogical",
        "Педсовет": "pedagogical",
        "Протокол заседания научно-методического совета": "",
        "О кандидатурах: заседание Совета наставников": "mentors",
        "Протокол": "",
        "Заседание педагогического совета и комиссии по наставничеству": "",
    }
    for number, title in enumerate(titles):
        ActFactory(organisation=school.organisation, kind="minutes", number=str(number), title=title)
    ActFactory(organisation=school.organisation, kind="order", number="7", title="О педагогическом совете")
    [file] = Path(__file__).parents[2].glob("registry/migrations/*_minutes_of_bodies.py")
    import_module(f"registry.migrations.{file.stem}").read_bodies_off_titles(apps, None)
    assert dict(Act.objects.filter(kind="minutes").values_list("title", "considered_by")) == titles
    assert Act.objects.get(kind="order", number="7").considered_by == ""
