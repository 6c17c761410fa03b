"""What holds between an act and what rests on it in the register: other acts, decisions about candidates, curators.

Whoever names the act asks one record at a time; whoever corrects the act asks about all of them (`ActDependants` of
registry/extension_points.py). The database keeps the order of the days too (registry/guards/acts.py).
"""

from collections.abc import Iterator
from datetime import date

from django.db import IntegrityError

from registry.enums import PRINTED_ACTS, ActKind
from registry.guards import acts
from registry.models import Act, Curator, Mentor, Organisation
from registry.papers.act_cases import cases_of
from registry.papers.act_texts import act_label, act_text
from registry.queries.rules import rules_or_none

EXPLANATIONS = {
    acts.CANCELLED_KEPT: "Отменённый акт не исправляют: вид, номер и даты остаются, какими были.",
    acts.CANCELLED_LATER: "Отменяющий акт издан раньше того, который он отменяет. Проверьте даты.",
    acts.BASIS_EARLIER: "Акт не может основываться на том, что издано позже. Проверьте даты.",
    acts.BASIS_OF_LATER: "Акт не может основываться на том, что издано позже. Проверьте даты.",
    acts.CURATOR_APPOINTED: act_label("Куратора назначили раньше, чем приказ вступает в силу. Проверьте даты."),
    acts.CURATORS_APPOINTED: act_label("Куратора назначили раньше, чем приказ вступает в силу. Проверьте даты."),
    acts.CANDIDATE_DECIDED: "Решение о кандидате не сходится с датой документа. Проверьте даты.",
}


def explanation_of_act(error: IntegrityError) -> str:
    """Empty when the error is about something else."""
    return next((words for name, words in EXPLANATIONS.items() if name in str(error)), "")


def obstacles_to_cancelling_by(canceller: Act, act: Act) -> Iterator[str]:
    """Why the one cannot have cancelled the other."""
    if canceller.dated < act.dated:
        yield f"{canceller.opening} {canceller.issued_word} раньше, чем {act}."
    if canceller.municipality_id != act.municipality_id or canceller.organisation_id not in (None, act.organisation_id):
        yield "Акт отменяет тот, кто его издал, или муниципалитет."


def obstacle_of_basis(act: Act, basis: Act) -> str:
    """Why the act cannot rest on the other one."""
    if basis.dated <= act.dated:
        return ""
    return f"Акт не может основываться на том, что издано позже: {basis}. Проверьте даты."


def order_obstacles_of_acts(act: Act) -> list[str]:
    """A correction leaves the act later than those that it cancels or rests on, and earlier than those that cancel it
    or rest on it."""
    pairs = [(act, cancelled) for cancelled in act.cancels.all()]
    if act.cancelled_by is not None:
        pairs.append((act.cancelled_by, act))
    refusals = [
        f"Актом «{canceller}» отменён «{cancelled}». {why}"
        for canceller, cancelled in pairs
        for why in obstacles_to_cancelling_by(canceller, cancelled)
    ]
    refusals += [refusal for basis in act.basis.all() if (refusal := obstacle_of_basis(act, basis))]
    return refusals + [
        f"На этом акте основан {later}. {refusal}"
        for later in act.dependent_acts.all()
        if (refusal := obstacle_of_basis(later, act))
    ]


def obstacles_to_deciding(act: Act, on: date, proposed: list[tuple[str, date]]) -> Iterator[str]:
    """Why the act cannot hold a decision of the day `on` about candidates. `proposed`: their names with the days of
    their proposal."""
    if act.dated > on:
        yield f"Решение — {on:%d.%m.%Y}, а документ с ним издан позже: {act}. Проверьте обе даты."
    if later := [f"{name} — {day:%d.%m.%Y}" for name, day in proposed if day > act.dated]:
        yield (
            f"{act.opening} {act.issued_word} раньше, чем предложили кандидатуру: {'; '.join(later)}. Проверьте дату "
            "или выберите другой."
        )


def act_obstacles_of_candidates(act: Act) -> list[str]:
    """A correction leaves the act one that can hold its decisions about candidates."""
    decided = Mentor.objects.filter(decision_act=act).select_related("person")
    return [
        f"Этим актом решено о кандидате: {mentor}. {why}"
        for mentor in decided
        if mentor.decided_on is not None
        for why in obstacles_to_deciding(act, mentor.decided_on, [(str(mentor), mentor.proposed_on)])
    ]


def order_of_appointment(organisation: Organisation, number: str, dated: date) -> Act:
    """The order of the organisation that the register has, otherwise a new one that is not saved, of the kind that the
    rules have."""
    rules = rules_or_none(organisation, dated)
    kind = rules.act_kind if rules else ActKind.ORDER
    known = {act.kind: act for act in Act.objects.filter(organisation=organisation, number=number, dated=dated)}
    for stored in (kind, *PRINTED_ACTS):
        if stored in known:
            return known[stored]
    new = Act(
        municipality=organisation.municipality,
        organisation=organisation,
        kind=kind,
        number=number,
        dated=dated,
        title="О назначении куратора наставничества",
    )
    new.set_derived()
    return new


def obstacles_to_appointing(act: Act, appointed_on: date) -> Iterator[str]:
    """Why nobody can have been appointed by the act on the day; an act may reach back before its own date."""
    if act.effective_on > appointed_on:
        since = "" if act.effective_on == act.dated else f", а действует он с {act.effective_on:%d.%m.%Y}"
        called = cases_of(act.kind)
        issued = act_text("раньше, чем (издан/издано) приказ", called)
        reaches_back = act_text("Приказ, (который/которое) распространяется на прошлое, внесите в реестр актов", called)
        yield (
            f"Назначен {appointed_on:%d.%m.%Y}, {issued}: {act}{since}. Проверьте обе даты. {reaches_back} и укажите "
            f"там, с какого дня {called.agreeing('он', 'оно')} действует."
        )


def act_obstacles_of_curators(act: Act) -> list[str]:
    """A correction leaves the act one that can have appointed its curators."""
    curators = Curator.objects.filter(act=act).select_related("person", "organisation")
    foreign = [
        f"Этим актом назначен куратор {curator}: издать его могла только организация {curator.organisation}."
        for curator in curators
        if act.organisation_id not in (None, curator.organisation_id)
    ]
    return foreign + [
        f"Этим актом назначен куратор {curator}. {why}"
        for curator in curators
        for why in obstacles_to_appointing(act, curator.appointed_on)
    ]
