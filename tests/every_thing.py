"""A school with one of everything and people around it, for the walk through every address."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.core.files.base import ContentFile

from accounts.models import User
from imports.actions import commit_batch, stage_import
from imports.enums import ImportKind
from imports.models import HeadingSynonym, ImportBatch
from mentoring.actions.stage_sets import assign_stage_set, copy_stage_set
from mentoring.enums import CommentAuthor, PairStatus, RequestAuthor, RequestKind
from mentoring.models import (
    Pair,
    PairChange,
    PairRequest,
    PairStage,
    ProgrammeComment,
    Roadmap,
    RoadmapItem,
    RoadmapSection,
    Route,
    StageItem,
    StageSet,
)
from registry import clock
from registry.actions.merging import merge_people
from registry.enums import MUNICIPAL_ROLES, ORGANISATION_ROLES, ClassOutcome, Role
from registry.models import (
    Act,
    Category,
    ClassMove,
    ClassTransfer,
    Curator,
    Form,
    Invitation,
    Kind,
    LeadingPost,
    Membership,
    Municipality,
    OrganisationAlias,
    PersonMerge,
    PlanStep,
    Policy,
    PolicyProposal,
    Reason,
    RoleModel,
    SideRequirement,
)
from registry.models.membership import hash_token
from reports.models import IssuedDocument
from russian.school_year import first_day, school_year_of
from tests.factories import (
    ActFactory,
    AssessmentFactory,
    ConsentFactory,
    CuratorFactory,
    FormerNameFactory,
    MembershipFactory,
    MenteeFactory,
    MentorFactory,
    OrganisationFactory,
    PairFactory,
    PersonFactory,
    PlanItemFactory,
    PolicyFactory,
    ProgrammeFactory,
    PupilFactory,
    UserFactory,
    member,
    own_rules,
)
from tests.reports.papers import order
from tests.scan_files import PDF
from tests.signature_files import SIGNATURE

TOKEN = "an-invitation-for-the-table-of-addresses"


@dataclass
class World:
    """A school with one of everything, and people around it. Names of the school's people stand in `secrets`."""

    users: dict[str, User]
    secrets: list[str]
    things: dict[str, Any]
    sessions: dict[str, str] = field(default_factory=dict)  # person → cookie

    def value_of(self, thing: str) -> Any:
        """The primary key of a thing; what is no thing stands for itself."""
        return getattr(self.things[thing], "pk", self.things[thing]) if thing in self.things else thing


def build_world() -> World:
    school = OrganisationFactory(short_name="МБОУ «Заречная СОШ № 2»")
    municipality = school.municipality
    PolicyFactory(municipality=municipality)
    neighbour = OrganisationFactory(municipality=municipality, short_name="МБОУ «Соседняя СОШ»")
    foreign = OrganisationFactory(short_name="МБОУ «Дальняя СОШ»")
    PolicyFactory(municipality=foreign.municipality)
    mentor = MentorFactory(person=PersonFactory(organisation=school, last_name="Тайницкая"))
    pupil = PupilFactory(organisation=school, last_name="Скрытный", representative_name="Скрытная Нина Васильевна")
    mentee = MenteeFactory(person=pupil, participant="pupil", request="Застенчивость-укромная")
    mentee.categories.add(Category.objects.filter(sensitive=True).first())
    curator = CuratorFactory(organisation=school, person=PersonFactory(organisation=school, last_name="Потаёнова"))
    users = _users(school, neighbour, foreign, mentor, mentee)
    things = _things(school, mentor, mentee, curator, users)
    things["proposal"] = PolicyProposal.objects.create(
        municipality=municipality,
        valid_from=clock.today() + timedelta(days=40),
        reason="Предложение-неоглашённое",
        proposed_by=users["coordinator"],
    )
    things["municipal_membership"] = Membership.objects.get(user=users["coordinator"])
    secrets = [
        "Тайницк",
        "Скрытн",
        "Потаён",
        "укромная",
        "неоглашённ",
        "секретный-файл",
    ]
    return World(users, secrets, things)


def _things(school, mentor, mentee, curator: Curator, users: dict[str, User]) -> dict[str, Any]:
    pairs = _pairs(school, mentor, mentee, curator)
    document = _document(pairs["pair"], users["head"])
    consent = ConsentFactory(person=mentor.person, scan=ContentFile(PDF, "scan.pdf"))
    batch = _batch(school, users["admin"])
    place = {"municipality": school.municipality, "organisation": school}
    invited = {"email": "new@zarechny.example", "token_hash": hash_token(TOKEN), "invited_by": users["admin"]}
    invitation = Invitation.objects.create(role=Role.OPERATOR, **invited, **place)
    return {
        **pairs,
        **_changes_of_people(school, mentor.person, users["head"]),
        "school": school,
        "municipality": school.municipality,
        "mentor": mentor,
        "person": mentor.person,
        "colleague": curator.person,
        "mentee": mentee,
        "route": Route.objects.create(
            mentee=mentee,
            starts_on=clock.today(),
            ends_on=clock.today() + timedelta(days=1800),
            goal="Маршрут-укромный",
        ),
        "curator": curator,
        "consent": consent,
        "merge": _merge(school, users["head"]),
        "act": Act.objects.get(pk=pairs["pair"].act_id),
        "paper_act": ActFactory(
            organisation=school,
            dated=clock.today(),
            title="Приказ-неоглашённый",
            signature=ContentFile(SIGNATURE, "act.sig"),
        ),
        "document": document,
        **_roadmap(school, users["coordinator"]),
        **_programme_and_request(school, pairs["pair"], users),
        "assessment": AssessmentFactory(organisation=school, total=15),
        "batch": batch,
        "row": batch.rows.get(),
        "written": _written_batch(school, users["admin"]),
        "heading": HeadingSynonym.objects.create(
            municipality=school.municipality, heading="Ответственный", field="full_name"
        ),
        "alias": OrganisationAlias.objects.create(organisation=school, name="вторая школа"),
        "invitation": invitation,
        "membership": Membership.objects.get(user=users["operator"]),
        "policy": Policy.objects.get(municipality=school.municipality),
        "own_rules": own_rules(school, mentee_limit=2, valid_from=clock.today() + timedelta(days=1)),
        "token": TOKEN,
        "code": document.verification_code,
        "form": pairs["pair"].form,
        "template": StageSet.objects.of_portal().stages.get(number=1).items.get(code="h-5-2-7"),
        **_stages(school.municipality, users["admin"]),
        **_own_entries(school.municipality),
    }


def _stages(municipality: Municipality, by: User) -> dict[str, Any]:
    """A set of the municipality, chosen for the forms that nobody works in."""
    own = copy_stage_set(source=StageSet.objects.of_portal(), municipality=municipality, title="Этапы района", by=by)
    forms = [Form.objects.get(code="student-pupil")]
    [assignment] = assign_stage_set(
        stage_set=own, municipality=municipality, forms=forms, valid_from=clock.today(), by=by
    )
    stage = own.stages.get(number=2)
    return {"stage_set": own, "own_stage": stage, "own_item": stage.items.first(), "assignment": assignment}


def _own_entries(municipality: Municipality) -> dict[str, Any]:
    sides = {"mentor_sides": ["teacher"], "mentee_sides": ["student"]}
    form = Form.objects.create(municipality=municipality, title="педагог – студент", **sides)
    return {
        "own_form": form,
        "own_model": RoleModel.objects.create(municipality=municipality, form=form, title="мастер – ученик мастера"),
        "own_kind": Kind.objects.create(municipality=municipality, title="производственное"),
        "own_post": LeadingPost.objects.create(municipality=municipality, title="атаман"),
        "own_requirement": SideRequirement.objects.create(
            municipality=municipality, form=form, measure="experience", years=3
        ),
        "own_step": PlanStep.objects.create(municipality=municipality, plan="cycle", title="Слёт пар"),
        "own_reason": Reason.objects.create(
            municipality=municipality, title="академический отпуск студента", for_early_end=True
        ),
    }


def _roadmap(school, by: User) -> dict[str, Any]:
    roadmap = Roadmap.objects.create(
        municipality=school.municipality,
        organisation=school,
        title="Карта-неоглашённая",
        starts_on=date(2026, 9, 1),
        ends_on=date(2027, 8, 31),
    )
    section = RoadmapSection.objects.create(roadmap=roadmap, title="Раздел")
    item = RoadmapItem.objects.create(section=section, title="Пункт")
    agreed = Roadmap.objects.create(
        municipality=school.municipality,
        organisation=school,
        title="Карта-неоглашённая, согласованная",
        starts_on=date(2026, 9, 1),
        ends_on=date(2027, 8, 31),
        status="agreed",
        agreed_by=by,
        agreed_on=date(2026, 9, 5),
    )
    return {"roadmap": roadmap, "section": section, "item": item, "agreed_roadmap": agreed}


def _programme_and_request(school, pair: Pair, users: dict[str, User]) -> dict[str, Any]:
    """A programme with a comment, and a request of the mentor."""
    programme = ProgrammeFactory(pair=pair, goal="Цель-неоглашённая")
    asked = PairRequest.objects.create(
        organisation=school,
        pair=pair,
        kind=RequestKind.LAY_DOWN,
        author=RequestAuthor.MENTOR,
        text="Просьба-неоглашённая",
        scan=ContentFile(PDF, "request.pdf"),
        made_by=users["mentor"],
    )
    return {
        "programme": programme,
        "plan_item": PlanItemFactory(programme=programme),
        "asked": asked,
        "comment": ProgrammeComment.objects.create(
            programme=programme,
            version=1,
            author=CommentAuthor.MENTEE,
            text="Замечание-неоглашённое",
            made_by=users["mentee"],
        ),
    }


def _changes_of_people(school, person, by: User) -> dict[str, Any]:
    """A name borne before, and a pupil who has left with the classes of this year."""
    pupil = PupilFactory(organisation=school)
    year = school_year_of(clock.today())
    transfer = ClassTransfer.objects.create(organisation=school, school_year=year, day=first_day(year), made_by=by)
    move = ClassMove.objects.create(
        transfer=transfer, person=pupil, school_year=year, outcome=ClassOutcome.LEFT, on=first_day(year),
        grade=pupil.grade, grade_letter=pupil.grade_letter,
    )  # fmt: skip
    return {"former_name": FormerNameFactory(person=person), "class_move": move}


def _users(school, neighbour, foreign, mentor, mentee) -> dict[str, User]:
    municipality = school.municipality
    users = {
        "mentor": member(Role.MENTOR, person=mentor.person),
        "mentee": member(Role.MENTEE, person=mentee.person),
        "foreign_curator": member(Role.CURATOR, organisation=foreign),
        "foreign_coordinator": member(Role.COORDINATOR, municipality=foreign.municipality),
        "foreign_admin": member(Role.ADMIN, municipality=foreign.municipality),
        "nobody": UserFactory(),
    }
    users |= {role.value: member(role, municipality=municipality) for role in MUNICIPAL_ROLES}
    users |= {role.value: member(role, organisation=school) for role in ORGANISATION_ROLES}
    # coordinators of some kinds of organisations: the school is of the kind of one of them
    for name, kinds in (("of_kindergartens", ["preschool"]), ("of_schools", [school.kind])):
        users[name] = member(Role.COORDINATOR, municipality=municipality, organisation_kinds=kinds)
    # every right that there is inside an organisation, next door
    users["neighbour"] = member(Role.CURATOR, organisation=neighbour)
    MembershipFactory(user=users["neighbour"], role=Role.HEAD, organisation=neighbour)
    return users


def _pairs(school, mentor, mentee, curator: Curator) -> dict[str, Any]:
    begun = clock.today() - timedelta(days=30)
    period = {"starts_on": begun, "ends_on": begun + timedelta(days=270)}
    stage = StageSet.objects.of_portal().stages.get(number=1)
    active = PairFactory(
        organisation=school,
        mentor=mentor,
        mentee=mentee,
        curator=curator,
        status=PairStatus.ACTIVE,
        stage=stage,
        act=ActFactory(organisation=school, scan=ContentFile(PDF, "act.pdf")),
        **period,
    )
    PairStage.objects.create(pair=active, stage=stage, entered_on=begun)
    change = PairChange.objects.create(
        pair=active,
        from_status=active.status,
        to_status=active.status,
        on=begun,
        act_awaited=True,
        ends_on_before=active.ends_on - timedelta(days=30),
        ends_on_after=active.ends_on,
        reason="Продление",
    )
    StageItem.objects.create(
        pair=active,
        template=StageSet.objects.of_portal().stages.get(number=1).items.get(code="h-5-2-7"),
        done_on=begun,
        scan=ContentFile(PDF, "evidence.pdf"),
    )
    people = [MenteeFactory(person=PersonFactory(organisation=school, last_name="Скрытная")) for _ in range(2)]
    return {
        "pair": active,
        "change": change,
        "ended": (ended := _ended_pair(school, period)),
        "ended_change": ended.changes.get(),
        "draft": PairFactory(organisation=school, mentor=mentor, mentee=people[0], **period),
        "agreed": PairFactory(organisation=school, mentor=mentor, mentee=people[1], status=PairStatus.AGREED, **period),
    }


def _ended_pair(school, period: dict[str, date]) -> Pair:
    ended = PairFactory(
        organisation=school,
        mentor=MentorFactory(person=PersonFactory(organisation=school, last_name="Скрытная")),
        mentee=MenteeFactory(person=PersonFactory(organisation=school, last_name="Скрытная")),
        status=PairStatus.COMPLETED,
        ended_on=period["ends_on"],
        **period,
    )
    PairChange.objects.create(
        pair=ended,
        from_status=PairStatus.ACTIVE,
        to_status=ended.status,
        on=ended.ended_on,
        act=ended.act,
        reason="Цель достигнута",
    )
    return ended


def _merge(school, by: User) -> PersonMerge:
    """Two cards of one person, made one."""
    kept, absorbed = (PersonFactory(organisation=school, last_name="Потаёнова", first_name="Вера") for _ in range(2))
    return merge_people(survivor=kept, absorbed=absorbed, choices={}, by=by)


def _document(pair: Pair, by: User) -> IssuedDocument:
    pair.act.signature.save("order.sig", ContentFile(SIGNATURE))
    return IssuedDocument.objects.create(
        kind="pairing_order",
        municipality=pair.organisation.municipality,
        organisation=pair.organisation,
        act=pair.act,
        number=pair.act.number,
        dated=pair.act.dated,
        title="О закреплении наставнических пар (групп)",
        payload=order(number=pair.act.number, dated=pair.act.dated.isoformat()),
        pdf=b"%PDF-1.7 Taynitskaya",
        sha256="0" * 64,
        issued_by=by,
    )


def _batch(school, by: User) -> ImportBatch:
    """A draft with a row that needs a person: initials."""
    return _staged("Скрытный И.И.", school, by)


def _written_batch(school, by: User) -> ImportBatch:
    return commit_batch(batch=_staged("Скрытная Ярослава Игоревна", school, by), by=by)


def _staged(name: str, school, by: User) -> ImportBatch:
    data = f"ФИО наставника;Должность;Место работы\n{name};учитель;МБОУ «Заречная СОШ № 2»\n".encode()
    return stage_import(
        data=data,
        filename="секретный-файл.csv",
        kind=ImportKind.MENTORS,
        municipality=school.municipality,
        organisation=school,
        by=by,
    )
