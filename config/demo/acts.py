"""Acts that came on paper: of the district, of schools, and one that is still to come."""

from datetime import timedelta

from config.demo.district import DemoDistrict
from mentoring.actions.activation import activate
from mentoring.actions.endings import extend_period, terminate
from mentoring.enums import EndReason, ExtensionReason, PairSide, PairStatus
from mentoring.models import Pair
from registry import clock
from registry.actions.acts import cancel_act, remove_act, save_act
from registry.enums import ActKind, ConsideringBody
from registry.models import Act, Organisation

#: of the decision of a council that has secured a pair; no order of the portal is called so
TITLE_ON_PAPER = "О закреплении наставнических пар"


def enter_acts(district: DemoDistrict) -> None:
    with clock.as_at(district.calendar.last_autumn):
        order = _act(district, None, ActKind.ORDER, "214", title="О внедрении целевой модели наставничества в районе")
        minutes = _act(district, district.main_school, ActKind.MINUTES, "1", title="Заседание педагогического совета")
        own = _new(district, district.main_school, ActKind.ORDER, "58-ОД", "Об утверждении положения о наставничестве")
        save_act(act=own, basis=[order, minutes], by=district.admin)
    _enter_twice(district)
    _secure_on_paper(district)
    _extend(district)
    _end_without_act(district)


def _enter_twice(district: DemoDistrict) -> None:
    """One of the two has been taken out of the register again."""
    with clock.as_at(district.calendar.last_autumn + timedelta(days=1)):
        twice = _new(
            district, district.main_school, ActKind.ORDER, "85-ОД", "Об утверждении положения о наставничестве"
        )
        save_act(act=twice, by=district.admin)
        remove_act(act=twice, reason="Внесён дважды: это приказ № 58-ОД", by=district.admin)


def _secure_on_paper(district: DemoDistrict) -> None:
    """A pair of another school works on a decision of its council, not on an order of the portal."""
    agreed = Pair.objects.filter(status=PairStatus.AGREED).exclude(organisation=district.main_school)
    pair = agreed.select_related("organisation").order_by("pk").first()
    if pair is None:
        return
    with clock.as_at(pair.starts_on):
        act = _new(district, pair.organisation, ActKind.OTHER, "4", TITLE_ON_PAPER)
        act.kind_title = "решение педагогического совета"
        activate(pairs=[pair], act=act, by=district.admin)


def _extend(district: DemoDistrict) -> None:
    """Two pairs of pupils; the order of the second extension has been cancelled, and the worklist asks for another."""
    pairs = Pair.objects.filter(
        organisation=district.main_school, status=PairStatus.ACTIVE, form__code__in=["employer-pupil", "pupil-pupil"]
    )
    title = "О продлении срока наставничества"
    for pair, number in zip(pairs.select_related("organisation").order_by("pk")[:2], ("91-ОД", "92-ОД"), strict=True):
        with clock.as_at(district.calendar.today - timedelta(days=10)):
            extend_period(
                pair=pair,
                ends_on=pair.ends_on + timedelta(days=30),
                why=ExtensionReason.ILLNESS,
                absentee=PairSide.MENTEE,
                act=_new(district, pair.organisation, ActKind.ORDER, number, title),
                by=district.admin,
            )
    with clock.as_at(district.calendar.today - timedelta(days=4)):
        act = Act.objects.get(organisation=district.main_school, number="92-ОД")
        cancels = _new(district, district.main_school, ActKind.ORDER, "95-ОД", "Об отмене приказа № 92-ОД")
        cancel_act(act=act, by_act=cancels, by=district.admin)


def _end_without_act(district: DemoDistrict) -> None:
    """The worklist of its school asks for the order."""
    pair = _active(district, stage=1)
    if pair is None:
        return
    with clock.as_at(district.calendar.today - timedelta(days=2)):
        terminate(
            pair=pair,
            on=clock.today(),
            end_reason=EndReason.OTHER_OBSTACLE,
            reason="Наставляемый уходит в длительный отпуск",
            act_awaited=True,
            by=district.admin,
        )


def _active(district: DemoDistrict, *, stage: int) -> Pair | None:
    """The last pair of the main school at the stage; the first is that of the logins of mentor and mentee."""
    pairs = Pair.objects.filter(
        organisation=district.main_school, status=PairStatus.ACTIVE, stage__number=stage, form__code="teacher-teacher"
    )
    active = list(pairs.select_related("organisation").order_by("pk"))
    return active[-1] if len(active) > 1 or (active and stage == 1) else None


def _act(district: DemoDistrict, organisation: Organisation | None, kind: ActKind, number: str, *, title: str) -> Act:
    return save_act(act=_new(district, organisation, kind, number, title), by=district.admin)


def _new(district: DemoDistrict, organisation: Organisation | None, kind: ActKind, number: str, title: str) -> Act:
    """An act of the day, not saved yet."""
    return Act(
        municipality=district.municipality,
        organisation=organisation,
        kind=kind,
        number=number,
        dated=clock.today(),
        title=title,
        considered_by=ConsideringBody.PEDAGOGICAL if kind == ActKind.MINUTES else "",
        signatory=organisation.head_name if organisation else "Начальник управления образования",
    )
