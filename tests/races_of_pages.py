"""Pages that make something new: who sends what to each, so that it can be sent twice at one moment."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Model

from accounts.models import User
from imports.models import HeadingSynonym
from mentoring.actions.pairs import version_of_pair
from mentoring.actions.stage_sets import copy_stage_set
from mentoring.enums import PairStatus
from mentoring.models import (
    MoveDecision,
    Pair,
    PairChange,
    PairStage,
    Roadmap,
    Route,
    Stage,
    StageAssignment,
    StageItemTemplate,
    StageSet,
)
from registry import clock
from registry.actions.affiliations import transfer_person
from registry.actions.policy_proposals import proposal_of, propose_policy
from registry.enums import ConsentKind, Role
from registry.models import (
    Act,
    Affiliation,
    CalendarException,
    Contingent,
    Curator,
    DistinctPeople,
    FormerName,
    Invitation,
    Kind,
    Membership,
    Mentee,
    Mentor,
    Municipality,
    Organisation,
    OrganisationAlias,
    Policy,
    PolicyPreset,
)
from registry.models.membership import hash_token, new_token
from russian.school_year import school_year_of
from tests.factories import (
    ActFactory,
    ConsentFactory,
    CuratorFactory,
    MenteeFactory,
    MentorFactory,
    MunicipalityFactory,
    OrganisationFactory,
    PairFactory,
    PersonFactory,
    UserFactory,
    member,
    own_rules,
)
from tests.new_route import new_route
from tests.races_of_requests import RequestHistory, ask_the_council, close, withdraw
from worklist.models import Reminder


@dataclass(frozen=True)
class Race:
    """`prepare` gives who sends it, the arguments of the address and what is typed; `made` is what it adds to."""

    made: type[Model]
    prepare: Callable[[Organisation], tuple[User | None, list[Any], Mapping[str, Any]]]
    #: the second is led on as well, to what is there, and told so by a message
    both_led_on: bool = False
    #: of what the first did the second hears, whatever else was refused
    told: str = ""
    #: what is made besides, once
    with_it: type[Model] | None = None


def _admin(school: Organisation) -> User:
    return member(Role.ADMIN, municipality=school.municipality)


def _curator(school: Organisation) -> User:
    return member(Role.CURATOR, organisation=school)


def _own_set(school: Organisation) -> tuple[User, StageSet]:
    admin = _admin(school)
    portal = StageSet.objects.of_portal()
    return admin, copy_stage_set(source=portal, municipality=school.municipality, title="Свои", by=admin)


def _own_entry(school: Organisation) -> tuple:
    return _admin(school), ["kinds"], {"title": "Шахматное наставничество"}


def _copy(school: Organisation) -> tuple:
    typed = {"title": "Три этапа", "municipality": school.municipality_id}
    return _admin(school), [StageSet.objects.of_portal().pk], typed


def _assign(school: Organisation) -> tuple:
    admin, own = _own_set(school)
    return admin, [own.pk], {"for_forms": ["rest"], "valid_from": clock.today() + timedelta(days=3)}


def _stage(school: Organisation) -> tuple:
    admin, own = _own_set(school)
    return admin, [own.pk], {"title": "Шестой этап"}


def _item(school: Organisation) -> tuple:
    admin, own = _own_set(school)
    return admin, [own.pk, own.stages.first().pk], {"short_title": "Памятка", "title": "Подписать памятку"}


def _municipality(_school: Organisation) -> tuple:
    typed = {
        "name": "Лесной район", "name_genitive": "Лесного района", "region": "Приречный край", "place": "п. Лесной",
        "authorised_body": "отдел образования", "authorised_body_genitive": "отдела образования",
    }  # fmt: skip
    return UserFactory(is_superuser=True, is_staff=True), [], typed


def _calendar(school: Organisation) -> tuple:
    typed = {"day": "2027-01-09", "title": "перенос", "is_working": "on", "source": "постановление"}
    return UserFactory(is_superuser=True, is_staff=True), [], typed


def _adopt(_school: Organisation) -> tuple:
    new = MunicipalityFactory()
    typed = {"municipality": new.pk, "preset": PolicyPreset.objects.earliest("pk").pk, "valid_from": clock.today()}
    return member(Role.ADMIN, municipality=new), [], {**typed, "act_way": "later"}


def _next(school: Organisation) -> tuple:
    policy = school.municipality.policies.get()
    return _admin(school), [policy.pk], {"valid_from": clock.today() + timedelta(days=5), "reason": "Решение совета"}


def _alias(school: Organisation) -> tuple:
    return _curator(school), [school.pk], {"name": "школа у реки"}


def _heading(school: Organisation) -> tuple:
    return _admin(school), [], {"heading": "Кто ведёт", "field": "mentor.full_name"}


def _former_name(school: Organisation) -> tuple:
    person = PersonFactory(organisation=school, last_name="Ольхова")
    return _curator(school), [person.pk], {"last_name": "Берёзкина"}


def _accept(school: Organisation) -> tuple:
    invitation = Invitation(email="new@school.example", role=Role.CURATOR, municipality=school.municipality)
    invitation.organisation, invitation.invited_by = school, _admin(school)
    invitation.token_hash = hash_token(token := new_token())
    invitation.save()
    typed = {"last_name": "Новикова", "first_name": "Анна", "password": "очень-длинная-тайна-7"}
    return None, [token], {**typed, "password_again": typed["password"], "repeat": typed["password"]}


def _place(school: Organisation) -> tuple:
    return _curator(school), [PersonFactory(organisation=school).pk], {}


def _appoint(school: Organisation) -> tuple:
    return member(Role.HEAD, organisation=school), [PersonFactory(organisation=school).pk], {}


def _pair(school: Organisation) -> tuple:
    mentor, mentee = MentorFactory(organisation=school), MenteeFactory(organisation=school)
    policy = school.municipality.policies.get()
    typed = {"mentor": mentor.pk, "organisation": school.pk, "form": policy.forms.get(code="teacher-teacher").pk}
    return _curator(school), [mentee.pk], {**typed, "kinds": [policy.kinds.first().pk]}


def _first_reason(form: Any) -> str:
    return next(str(one.data["value"]) for one in form["end_reason"].subwidgets if one.data["value"])


def _replace(school: Organisation) -> tuple:
    pair = PairFactory(organisation=school, status=PairStatus.ACTIVE)
    typed = {"mentor": MentorFactory(organisation=school).pk, "on": clock.today(), "end_reason": _first_reason}
    return _curator(school), [pair.pk], {**typed, **_new_act("21-ОД")}


def _active(school: Organisation, **values: Any) -> Pair:
    return PairFactory(organisation=school, status=PairStatus.ACTIVE, **values)


def _terminate(school: Organisation) -> tuple:
    typed = {"on": clock.today(), "end_reason": _first_reason, "act_way": "later"}
    return _curator(school), [_active(school).pk], typed


def _complete(school: Organisation) -> tuple:
    return (
        _curator(school),
        [_active(school).pk],
        {"on": clock.today(), "reason": "Работа закончена", **_new_act("23-ОД")},
    )


def _agree(school: Organisation) -> tuple:
    user, [pair], _ = _secure(school)
    Pair.objects.filter(pk=pair).update(status=PairStatus.DRAFT)
    return user, [pair], {"seen": version_of_pair(Pair.objects.get(pk=pair))}


def _cancel(school: Organisation) -> tuple:
    return _curator(school), [PairFactory(organisation=school, status=PairStatus.DRAFT).pk], {}


def _return(school: Organisation) -> tuple:
    return _curator(school), [PairFactory(organisation=school, status=PairStatus.AGREED).pk], {"reason": "Уточняем"}


def _back(school: Organisation) -> tuple:
    user, [pair], _ = _advance(school)
    first = StageSet.objects.of_portal().stages.get(number=1)
    return user, [pair], {"to_stage": first.pk, "reason": "Нужна новая диагностика"}


def _change_act(school: Organisation) -> tuple:
    pair = _active(school)
    change = PairChange.objects.create(
        pair=pair, from_status="active", to_status="active", on=clock.today(), act_awaited=True,
        ends_on_before=pair.ends_on - timedelta(days=9), ends_on_after=pair.ends_on, made_by=UserFactory(),
    )  # fmt: skip
    return _curator(school), [pair.pk, change.pk], _new_act("25-ОД")


def _act_correction(school: Organisation) -> tuple:
    pair = _active(school)
    PairChange.objects.create(
        pair=pair, from_status="active", to_status="active", on=clock.today(), act=ActFactory(organisation=school),
        ends_on_before=pair.ends_on - timedelta(days=9), ends_on_after=pair.ends_on, made_by=UserFactory(),
    )  # fmt: skip
    return _admin(school), [pair.pk, pair.changes.get().pk], {**_new_act("26-ОД"), "reason": "Не тот приказ"}


def _advance(school: Organisation) -> tuple:
    """From a stage whose items are done."""
    pair = _active(school, stage=StageSet.objects.of_portal().stages.get(number=4))
    StageItemTemplate.objects.filter(stage=pair.stage).update(required=False)
    PairStage.objects.create(pair=pair, stage=pair.stage, entered_on=pair.starts_on)
    return _curator(school), [pair.pk], {"from_stage": pair.stage.code}


def _act_pairs(school: Organisation) -> tuple:
    user, [pair], _ = _secure(school)
    act = ActFactory(organisation=school, municipality=school.municipality, dated=clock.today())
    return user, [act.pk], {"pairs": [pair]}


def _roadmap_act(school: Organisation) -> tuple:
    roadmap = Roadmap.objects.create(
        organisation=school, municipality=school.municipality, title="Карта", starts_on=clock.today(),
        ends_on=clock.today() + timedelta(days=200), status="agreed", agreed_on=clock.today(),
        agreed_by=UserFactory(),
    )  # fmt: skip
    return member(Role.HEAD, organisation=school), [roadmap.pk], _new_act("24-ОД")


def _proposal(school: Organisation) -> tuple:
    policy, coordinator = school.municipality.policies.get(), member(Role.COORDINATOR, municipality=school.municipality)
    proposal = proposal_of(policy)
    proposal.valid_from, proposal.reason = clock.today() + timedelta(days=30), "Меньше нагрузка"
    chosen = {name: getattr(policy, name).all() for name in ("forms", "kinds", "role_models")}
    propose_policy(proposal=proposal, entries=chosen, by=coordinator)
    return _admin(school), [proposal.pk], {"decision": "accepted"}


def _extend(school: Organisation) -> tuple:
    pair = _active(school)
    typed = {"why": lambda form: next(value for value, _ in form.fields["why"].choices if value), "absentee": "mentor"}
    return _curator(school), [pair.pk], {**typed, "ends_on": pair.ends_on + timedelta(days=20), **_new_act("22-ОД")}


def _new_act(number: str) -> dict[str, Any]:
    return {"act_way": "new", "new_number": number, "new_dated": clock.today(), "new_title": "О наставничестве"}


def _secure(school: Organisation) -> tuple:
    pair = PairFactory(organisation=school, status=PairStatus.AGREED)
    for person in (pair.mentor.person, pair.mentee.person):
        for kind in (ConsentKind.PARTICIPATION, ConsentKind.PERSONAL_DATA):
            ConsentFactory(person=person, kind=kind)
    return _curator(school), [pair.pk], _new_act("17-ОД")


def _cancel_act(school: Organisation) -> tuple:
    act = ActFactory(organisation=school, municipality=school.municipality)
    return _curator(school), [act.pk], _new_act("18-ОД")


def _policy_act(school: Organisation) -> tuple:
    return _admin(school), [school.municipality.policies.get().pk], _new_act("19-ОД")


def _local_act(school: Organisation) -> tuple:
    return member(Role.HEAD, organisation=school), [own_rules(school, mentee_limit=2).pk], _new_act("20-ОД")


def _contingent(school: Organisation) -> tuple:
    return _curator(school), [school.pk, school_year_of(clock.today())], {"pupils": 120}


def _transfer(school: Organisation) -> tuple:
    other = OrganisationFactory(municipality=school.municipality)
    person = PersonFactory(organisation=school)
    typed = {"where": "there", "organisation": other.pk, "on": clock.today()}
    return _admin(school), [person.pk], typed


def _remind(school: Organisation) -> tuple:
    today = clock.today()
    _active(school, starts_on=today - timedelta(days=300), ends_on=today - timedelta(days=30))
    _curator(school)
    return member(Role.COORDINATOR, municipality=school.municipality), [school.pk], {}


def _remind_all(school: Organisation) -> tuple:
    user, _, _ = _remind(school)
    CuratorFactory(organisation=school, person=PersonFactory(organisation=school, email="k@zarechny.example"))
    return user, [], {"organisation": [school.pk]}


def _move(school: Organisation) -> tuple:
    pair, other = _active(school), OrganisationFactory(municipality=school.municipality)
    transfer_person(person=pair.mentor.person, organisation=other, on=clock.today(), by=_admin(school))
    return _curator(school), [pair.pk], {"answer": "goes_on"}


def _distinct(school: Organisation) -> tuple:
    people = [PersonFactory(organisation=school, last_name="Ольхова", first_name="Нина") for _ in range(2)]
    return _curator(school), [person.pk for person in people], {}


def _organisation(school: Organisation) -> tuple:
    typed = {"kind": "school", "short_name": "Школа у реки", "full_name": "Школа у реки"}
    return member(Role.COORDINATOR, municipality=school.municipality), [], typed


RACES = {
    "registry:organisation_add": Race(Organisation, _organisation),
    "registry:own_entry_add": Race(Kind, _own_entry),
    "mentoring:stage_set_copy": Race(StageSet, _copy),
    "mentoring:stage_set_assign": Race(StageAssignment, _assign),
    "mentoring:set_stage_add": Race(Stage, _stage),
    "mentoring:set_item_add": Race(StageItemTemplate, _item),
    "registry:municipality_add": Race(Municipality, _municipality),
    "registry:calendar_day_add": Race(CalendarException, _calendar),
    "registry:policy_adopt": Race(Policy, _adopt),
    "registry:policy_next": Race(Policy, _next),
    "registry:organisation_names": Race(OrganisationAlias, _alias),
    "imports:headings": Race(HeadingSynonym, _heading),
    "registry:former_names": Race(FormerName, _former_name),
    "registry:invitation": Race(Membership, _accept, both_led_on=True),
    "registry:person_mentor_add": Race(Mentor, _place, both_led_on=True),
    "registry:person_mentee_add": Race(Mentee, _place, both_led_on=True),
    "registry:person_curator_add": Race(Curator, _appoint, both_led_on=True),
    "mentoring:pair_new_for": Race(Pair, _pair),
    "mentoring:pair_replace": Race(Pair, _replace, told="уже внесено", with_it=Act),
    "mentoring:pair_terminate": Race(PairChange, _terminate, told="уже внесено"),
    "mentoring:pair_extend": Race(PairChange, _extend, told="позже прежнего", with_it=Act),
    "mentoring:pair_complete": Race(PairChange, _complete, told="уже внесено", with_it=Act),
    "mentoring:stage_advance": Race(PairStage, _advance, both_led_on=True, told="уже на этапе «Результативный»"),
    "mentoring:stage_back": Race(PairStage, _back, told="уже на этапе «Подготовительный»"),
    "mentoring:pair_agree": Race(PairChange, _agree, both_led_on=True, told="уже согласована"),
    "mentoring:pair_cancel": Race(PairChange, _cancel, both_led_on=True, told="уже отменена"),
    "mentoring:pair_return": Race(PairChange, _return, told="уже в черновиках"),
    "mentoring:change_act": Race(Act, _change_act, both_led_on=True, told="Приказ об этом изменении уже внесён"),
    "mentoring:act_correction": Race(Act, _act_correction),
    "mentoring:act_pairs": Race(PairStage, _act_pairs, told="отмеченные пары изменил кто-то другой"),
    "mentoring:roadmap_act": Race(Act, _roadmap_act, told="карту утвердили другим актом"),
    "registry:proposal": Race(Policy, _proposal, both_led_on=True, told="уже реш"),
    "mentoring:pair_secure": Race(PairStage, _secure, both_led_on=True, told="уже действует", with_it=Act),
    "registry:act_cancel": Race(Act, _cancel_act, both_led_on=True),
    "registry:policy_act": Race(Act, _policy_act),
    "registry:local_rules_act": Race(Act, _local_act),
    "mentoring:route_edit": Race(Route, new_route, both_led_on=True),
    "monitoring:contingent": Race(Contingent, _contingent, both_led_on=True),
    "registry:person_transfer": Race(Affiliation, _transfer),
    "worklist:remind": Race(Reminder, _remind, both_led_on=True),
    "worklist:remind_all": Race(Reminder, _remind_all, both_led_on=True, told="уже напомнили"),
    "mentoring:pair_move": Race(MoveDecision, _move, both_led_on=True, told="об этом уже решено"),
    "mentoring:request_withdraw": Race(RequestHistory, withdraw, both_led_on=True, told="кто-то успел раньше"),
    "mentoring:request_done": Race(RequestHistory, close, told="Обновите страницу"),
    "mentoring:request_council": Race(RequestHistory, ask_the_council, both_led_on=True),
    "registry:merge_distinct": Race(DistinctPeople, _distinct, both_led_on=True),
}
