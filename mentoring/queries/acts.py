"""Which acts can be the ground of a pair or of its change, and which pairs an act can secure."""

from collections.abc import Collection, Iterable
from datetime import date

from dateutil.relativedelta import relativedelta
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from mentoring.enums import ENDED, PairStatus
from mentoring.models import Pair, PairChange, PairStage
from mentoring.models.pair import at_work
from mentoring.queries.pairs import pairs_visible_to
from registry import clock
from registry.access import Access, Right
from registry.enums import ActKind
from registry.extension_points import acts_on_paper
from registry.models import Act, Mentor
from registry.pages.raw_parameters import whole_number
from registry.queries.act_titles import cancels_another, names_any, names_matter, warnings_about_ground
from registry.queries.acts import acts_visible_to

#: parts of words by which titles speak of pairs
_OF_PAIRS = ("закреп", "назнач", "замен", "продл", "прекращ", "заверш", "наставн")
#: what the title of the act names that grounds a change of a pair
OF_COMPLETION = "завершени|окончани|прекращени|итог"
OF_EARLY_END = "прекращени|освобождени|завершени|окончани|увольнени|отчислени|перевод|снят"
#: what the title of the act names that secures pairs
OF_SECURING = r"закреплени|назначени(?!\w*\s+(?:куратор|ответственн|координатор))|замен"
OF_REPLACEMENT = "замен|закреплени|назначени|прекращени|освобождени"
OF_EXTENSION = "продлени|срок"
_OF_ENDS = {
    PairStatus.COMPLETED: OF_COMPLETION,
    PairStatus.REPLACED: OF_REPLACEMENT,
    PairStatus.TERMINATED: OF_EARLY_END,
}


def without_mere_cancellations(acts: QuerySet[Act]) -> QuerySet[Act]:
    """Without acts that cancel others, on which nothing of a pair rests and whose title does not speak of pairs."""
    pairs, changes = (model.objects.filter(act=OuterRef("pk")) for model in (Pair, PairChange))
    return acts.filter(~cancels_another() | Exists(pairs) | Exists(changes) | names_any(_OF_PAIRS))


def matter_of_change(change: PairChange) -> str:
    """A pattern of what the title of the act of an end or an extension names."""
    return _OF_ENDS.get(PairStatus(change.to_status), OF_EXTENSION)


def acts_for_change(pair: Pair, *, may_secure_pairs: bool = False) -> QuerySet[Act]:
    """Acts in force of the organisation that leads the pair, not older than the pair's own order.

    Acts known to say something else are left out: those that appoint curators, adopt a policy, approve roadmaps or,
    unless `may_secure_pairs`, secure pairs. The pair's own order is no ground of its change in any case.
    """
    acts = without_mere_cancellations(Act.objects.all()).filter(
        organisation=pair.organisation_id,
        cancelled_by__isnull=True,
        curators__isnull=True,
        policies__isnull=True,
        roadmaps__isnull=True,
    )
    if pair.act is not None:
        acts = acts.filter(dated__gte=pair.act.dated).exclude(pk=pair.act.pk)
    return acts if may_secure_pairs else acts.filter(pairs__isnull=True)


def acts_to_secure(user: User, pair: Pair) -> QuerySet[Act]:
    """Acts in force, of the organisation that leads the pair or of its municipality, that the user sees and that take
    effect before the pair ends; without those that the portal has issued, that appoint curators, adopt a policy or
    approve roadmaps."""
    return without_mere_cancellations(acts_on_paper(acts_visible_to(user))).filter(
        Q(organisation=pair.organisation_id) | Q(organisation__isnull=True),
        municipality=pair.organisation.municipality_id,
        cancelled_by__isnull=True,
        curators__isnull=True,
        policies__isnull=True,
        roadmaps__isnull=True,
        dated__lte=pair.ends_on,
        effective_on__lte=pair.ends_on,
    )


def act_of_replacement(pair: Pair) -> Act | None:
    """The act in force on which the pair has taken the place of another (Устюжна, п. 3.7): one act usually ends the
    former pair and secures this one."""
    if pair.predecessor_id is None:
        return None
    replacements = PairChange.objects.filter(
        pair=pair.predecessor_id, to_status=PairStatus.REPLACED, correction__isnull=True, act__cancelled_by__isnull=True
    )
    last = replacements.filter(act__isnull=False).select_related("act").order_by("pk").last()
    return last.act if last else None


def replacements_secured_with(pairs: Collection[Pair], in_place_of: Act | None = None) -> QuerySet[PairChange]:
    """Of the pairs in whose place these have come: the replacements whose act the order that secures these becomes,
    because they await it or rest on the act `in_place_of` which it is issued. Of another organisation's pairs an order
    says nothing."""
    condition = Q(act_awaited=True)
    if in_place_of is not None:
        condition |= Q(act=in_place_of, correction__isnull=True)
    changes = PairChange.objects.filter(
        condition,
        pair__in={pair.predecessor_id for pair in pairs if pair.predecessor_id},
        pair__organisation__in={pair.organisation_id for pair in pairs},
        to_status=PairStatus.REPLACED,
    )
    people = ("pair__mentor__person__organisation", "pair__mentee__person", "pair__act", "listed_reason")
    return changes.select_related(*people).order_by("pair__mentor__person__sort_key", "pk")


def pairs_to_secure(user: User, act: Act) -> QuerySet[Pair]:
    """Pairs that an act on paper can give a ground: agreed ones, and those that work on acts that it cancels.

    Of the organisation that has issued it; an act of the municipality may secure pairs of all its organisations, as far
    as the user issues orders there.
    """
    issuers = (
        Q(organisation=act.organisation_id)
        if act.organisation_id
        else Q(organisation__municipality=act.municipality_id)
    )
    waiting = Q(status=PairStatus.AGREED) | (at_work(clock.today()) & Q(act__cancelled_by=act))
    may_order = Access.of(user).where(Right.ISSUE_ORDERS)
    pairs = Pair.objects.filter(may_order, issuers, waiting, ends_on__gte=max(act.dated, act.effective_on))
    on_paper = acts_on_paper(Act.objects.filter(pk=act.pk, cancelled_by__isnull=True, policies__isnull=True))
    return pairs.filter(Exists(on_paper)).with_shown_relations()


def pairs_named(user: User, keys: Collection[str]) -> QuerySet[Pair]:
    """Those of the pairs that the user sees, whatever has become of them."""
    return (
        pairs_visible_to(user)
        .filter(pk__in=[key for key in keys if whole_number(key) is not None])
        .with_shown_relations()
    )


def pairs_resting_on(act: Act, user: User) -> QuerySet[Pair]:
    return pairs_visible_to(user).filter(act=act).with_shown_relations()


def pairs_secured_by(act: Act) -> list[Pair]:
    """All pairs that the act secures, whoever asks, with everything that the check of consents reads."""
    pairs = Pair.objects.filter(act=act).with_shown_relations().select_related("organisation__municipality")
    return list(pairs.prefetch_related("mentor__person__consents", "mentee__person__consents"))


def acts_that_secured(pair: Pair) -> QuerySet[Act]:
    """The act of the appointment and every order in its place; the guard of the database reads the same acts."""
    secured = PairChange.objects.filter(_SECURES, pair=pair, act__isnull=False)
    return Act.objects.filter(Q(pk=pair.act_id) | Q(pk__in=secured.values("act")))


#: a pair begins on its act, or rests on another in its place
_SECURES = Q(
    to_status=PairStatus.ACTIVE,
    from_status__in=[PairStatus.AGREED, PairStatus.ACTIVE],
    to_stage=None,
    ends_on_after=None,
)


def steps_secured_by(act: Act, day: date) -> QuerySet[PairChange]:
    """The steps of the day by which pairs rest on the act."""
    return PairChange.objects.filter(_SECURES, act=act, on=day)


def mentors_approved_with_pairs(act: Act, day: date) -> QuerySet[Mentor]:
    """Candidates whom the order has approved by securing pairs of theirs, as of the day."""
    approved = Mentor.objects.filter(decision_act=act, decided_on=day, pairs__act=act)
    return approved.select_related("person").distinct()


def first_stay(pair: Pair) -> PairStage | None:
    return PairStage.objects.filter(pair=pair).order_by("entered_on", "pk").first()


def changes_standing_on(act: Act) -> QuerySet[PairChange]:
    """Ends and extensions in force that rest on the act, whoever asks."""
    changes = PairChange.objects.filter(Q(to_status__in=ENDED) | Q(ends_on_after__isnull=False), act=act)
    return changes.filter(correction__isnull=True).select_related(
        "pair__organisation", "pair__act", "pair__mentor__person", "pair__mentee__person"
    )


def changes_resting_on(act: Act, user: User) -> QuerySet[PairChange]:
    """Extensions, replacements, ends and their corrections that rest on the act."""
    return (
        PairChange.objects.filter(
            act=act, from_status__in=[PairStatus.ACTIVE, *ENDED], pair__in=pairs_visible_to(user).order_by()
        )
        .select_related("pair__mentor__person", "pair__mentee__person", "correction")
        .order_by("on", "pk")
    )


def corrected_changes_naming(act: Act) -> QuerySet[PairChange]:
    """Steps that a later one has put right: nothing rests on their act any more."""
    return PairChange.objects.filter(act=act, correction__isnull=False)


def changes_of_acts(pair: Pair) -> QuerySet[PairChange]:
    """Those that await their act, and those that have it."""
    changes = PairChange.objects.filter(Q(act_awaited=True) | Q(act__isnull=False), pair=pair)
    return changes.select_related("pair", "act__cancelled_by", "correction")


def changes_of_pair(pair: Pair) -> QuerySet[PairChange]:
    return PairChange.objects.filter(pair=pair)


def changes_awaiting_acts(pair: Pair) -> QuerySet[PairChange]:
    changes = PairChange.objects.awaiting_acts().filter(pair=pair)
    return changes.select_related("pair", "corrects").order_by("on", "pk")


def changes_on_cancelled_acts(pair: Pair) -> QuerySet[PairChange]:
    changes = PairChange.objects.on_cancelled_acts().filter(pair=pair)
    return changes.select_related("pair", "act__cancelled_by", "corrects").order_by("on", "pk")


def used_for_another_change(acts: QuerySet[Act], own_matter: str) -> frozenset[int]:
    """Primary keys of those of the acts on which nothing of the matter rests and something else of pairs does: an
    extension is no ground of an end, nor an end of an extension, and neither secures pairs."""
    changes = PairChange.objects.filter(act=OuterRef("pk"), correction__isnull=True)
    ends, extensions = changes.filter(to_status__in=ENDED), changes.filter(ends_on_after__isnull=False)
    pairs = Exists(Pair.objects.filter(act=OuterRef("pk")))
    if own_matter == OF_SECURING:
        others = acts.filter(Exists(ends) | Exists(extensions)).exclude(pairs)
    elif own_matter == OF_EXTENSION:
        others = acts.filter(Exists(ends)).exclude(Exists(extensions))
    else:
        others = acts.filter(Exists(extensions)).exclude(Exists(ends))
    return frozenset(others.order_by().values_list("pk", flat=True))


def warnings_about_use(act: Act, own_matter: str) -> list[str]:
    """Signs that another act was meant: by its title, or by what rests on it where the title does not name the
    matter."""
    if signs := warnings_about_ground(act, own_matter):
        return signs
    if not act.pk or names_matter(act.title, own_matter):
        return []
    if not used_for_another_change(Act.objects.filter(pk=act.pk), own_matter):
        return []
    return [f"{act.opening} уже внесён как основание другого: продления или окончания пары."]


def signs_about_securing(act: Act) -> list[str]:
    """That another act was meant for pairs: by its title, or because minutes decide and another act carries it out."""
    signs = warnings_about_use(act, OF_SECURING)
    if act.kind == ActKind.MINUTES:
        signs.append("Это протокол: он решает, а пару обычно закрепляют приказом или распоряжением.")
    return signs


def signs_of_long_before(act: Act, pairs: Iterable[Pair]) -> list[str]:
    """That another act was meant, or its year is a slip: it is more than a year older than a pair that it secures."""
    early = [pair for pair in pairs if act.dated < pair.starts_on - relativedelta(years=1)]
    return [
        f"{act.opening} {act.issued_word} больше чем за год до начала пары «{pair}» ({pair.starts_on:%d.%m.%Y})."
        for pair in early[:1]
    ]


def pairs_secured_otherwise_since(act: Act) -> QuerySet[Pair]:
    """Pairs that the act has secured and that rest on another one, whoever asks."""
    steps = PairChange.objects.filter(_SECURES, act=act)
    return Pair.objects.filter(pk__in=steps.values("pair")).exclude(act=act).with_shown_relations()
