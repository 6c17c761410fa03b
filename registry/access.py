"""Who may do what and where: the permission matrix of requirements A1.8 and the scope of a signed-in user.

A right is always checked together with its scope. `Access.of(user)` reads the memberships once a request.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Q

from accounts.models import User
from registry import clock
from registry.enums import MUNICIPAL_ROLES, ORGANISATION_ROLES, PERSONAL_ROLES, Role
from registry.models import Membership, Municipality, Organisation


class Right(StrEnum):
    VIEW_ORGANISATIONS = "view_organisations"
    MANAGE_ORGANISATIONS = "manage_organisations"
    EDIT_ORGANISATION = "edit_organisation"
    VIEW_PSYCHOLOGISTS = "view_psychologists"
    VIEW_PEOPLE = "view_people"
    EDIT_PEOPLE = "edit_people"
    MERGE_PEOPLE = "merge_people"
    TRANSFER_PEOPLE = "transfer_people"
    VIEW_SENSITIVE = "view_sensitive"
    APPOINT_CURATORS = "appoint_curators"
    APPROVE_CANDIDATES = "approve_candidates"
    VIEW_PAIRS = "view_pairs"
    PROPOSE_PAIRS = "propose_pairs"
    RUN_PAIRS = "run_pairs"
    CORRECT_ENDS = "correct_ends"
    ISSUE_ORDERS = "issue_orders"
    EDIT_PROGRAMMES = "edit_programmes"
    APPROVE_PROGRAMMES = "approve_programmes"
    COMMENT_PROGRAMMES = "comment_programmes"
    VIEW_REQUESTS = "view_requests"
    ADVISE_ON_REQUESTS = "advise_on_requests"
    DECIDE_REQUESTS = "decide_requests"
    VIEW_DOCUMENTS = "view_documents"
    VIEW_MONITORING = "view_monitoring"
    REMIND_CURATORS = "remind_curators"
    ASSESS = "assess"
    APPROVE_ASSESSMENTS = "approve_assessments"
    VIEW_ROADMAPS = "view_roadmaps"
    EDIT_ROADMAPS = "edit_roadmaps"
    EDIT_DISTRICT_ROADMAPS = "edit_district_roadmaps"
    APPROVE_ROADMAPS = "approve_roadmaps"
    AGREE_ROADMAPS = "agree_roadmaps"
    IMPORT = "import"
    MANAGE_ACCESS = "manage_access"
    MANAGE_MUNICIPAL_ACCESS = "manage_municipal_access"
    VIEW_SETTINGS = "view_settings"
    EDIT_POLICY = "edit_policy"
    PROPOSE_POLICY = "propose_policy"
    SET_OWN_RULES = "set_own_rules"
    VIEW_LOG = "view_log"
    GIVE_PERSON_FILE = "give_person_file"
    DEPERSONALISE = "depersonalise"


_STAFF = {Role.ADMIN, Role.CURATOR, Role.HEAD, Role.OPERATOR}
#: who lead the organisation's mentoring; an operator enters data and ends nothing
_LEADERS = {Role.ADMIN, Role.CURATOR, Role.HEAD}
#: who read figures and addresses of organisations, and no card of a person
_OBSERVERS = {Role.REGIONAL, Role.PSYCHOLOGICAL}
_READERS = {Role.ADMIN, Role.COORDINATOR, *ORGANISATION_ROLES}

#: A1.8. Municipal roles have the right in the whole municipality, organisation roles in their organisation.
MATRIX: dict[Right, frozenset[Role]] = {
    right: frozenset(roles)
    for right, roles in {
        Right.VIEW_ORGANISATIONS: _READERS | _OBSERVERS,
        Right.VIEW_PSYCHOLOGISTS: _READERS | {Role.PSYCHOLOGICAL},  # whom the centre supports (Сургут, п. 4.8.4)
        Right.MANAGE_ORGANISATIONS: {Role.ADMIN, Role.COORDINATOR},
        Right.EDIT_ORGANISATION: _STAFF | {Role.COORDINATOR},
        Right.VIEW_PEOPLE: _READERS,
        Right.EDIT_PEOPLE: _STAFF,
        Right.MERGE_PEOPLE: _STAFF | {Role.COORDINATOR},  # cards of two organisations are joined from above them
        Right.TRANSFER_PEOPLE: _STAFF | {Role.COORDINATOR},  # between organisations it is a matter of the municipality
        Right.VIEW_SENSITIVE: {Role.CURATOR, Role.HEAD},  # never above the organisation
        Right.APPOINT_CURATORS: {Role.ADMIN, Role.HEAD},
        Right.APPROVE_CANDIDATES: {Role.HEAD},
        Right.VIEW_PAIRS: _READERS,
        Right.PROPOSE_PAIRS: _STAFF | {Role.COUNCIL},
        Right.RUN_PAIRS: _LEADERS,
        Right.CORRECT_ENDS: {Role.ADMIN, Role.HEAD},  # of what somebody below them has entered
        Right.ISSUE_ORDERS: _LEADERS,
        Right.EDIT_PROGRAMMES: _LEADERS,
        Right.APPROVE_PROGRAMMES: {Role.ADMIN, Role.HEAD},
        Right.COMMENT_PROGRAMMES: {Role.COUNCIL},  # beside the mentee, who needs no right
        # the list: who leads pairs reads all of them, the council those that are put to it; nobody needs it to read
        # what they have asked for themselves
        Right.VIEW_REQUESTS: _LEADERS | {Role.COUNCIL},
        Right.ADVISE_ON_REQUESTS: {Role.COUNCIL},
        Right.DECIDE_REQUESTS: {Role.ADMIN, Role.HEAD},
        Right.VIEW_DOCUMENTS: _READERS,
        Right.VIEW_MONITORING: _READERS | _OBSERVERS,
        Right.REMIND_CURATORS: {Role.ADMIN, Role.COORDINATOR},  # from above the organisations
        Right.ASSESS: {Role.ADMIN, Role.CURATOR, Role.HEAD, Role.COUNCIL},
        Right.APPROVE_ASSESSMENTS: _LEADERS,
        Right.VIEW_ROADMAPS: _READERS,
        Right.EDIT_ROADMAPS: _LEADERS,
        Right.EDIT_DISTRICT_ROADMAPS: {Role.ADMIN, Role.COORDINATOR},
        Right.APPROVE_ROADMAPS: {Role.HEAD},  # printed as the head's own decision
        Right.AGREE_ROADMAPS: {Role.ADMIN, Role.COORDINATOR},
        Right.IMPORT: {Role.ADMIN, Role.COORDINATOR, Role.CURATOR},
        Right.MANAGE_ACCESS: {Role.ADMIN, Role.COORDINATOR},
        Right.MANAGE_MUNICIPAL_ACCESS: {Role.ADMIN},  # municipal roles, beside those that MANAGE_ACCESS gives
        Right.VIEW_SETTINGS: {Role.ADMIN, Role.COORDINATOR},
        Right.EDIT_POLICY: {Role.ADMIN},
        Right.PROPOSE_POLICY: {Role.COORDINATOR},
        Right.SET_OWN_RULES: {Role.ADMIN, Role.HEAD},  # the head issues the organisation's acts (Сургут, п. 4.6.1)
        Right.VIEW_LOG: {Role.ADMIN, Role.COORDINATOR, Role.HEAD},  # whoever answers for those who look
        Right.GIVE_PERSON_FILE: {Role.ADMIN, Role.HEAD},  # the operator answers the person (152-ФЗ, ст. 14)
        Right.DEPERSONALISE: {Role.ADMIN},  # nobody takes it back
    }.items()
}

#: what touches every organisation of a municipality: a role for some kinds of them has no such right
OF_WHOLE_MUNICIPALITY = frozenset(
    {Right.EDIT_DISTRICT_ROADMAPS, Right.EDIT_POLICY, Right.MANAGE_MUNICIPAL_ACCESS, Right.PROPOSE_POLICY}
)


@dataclass(frozen=True)
class RightScope:
    """Where a right holds."""

    municipalities: frozenset[int]
    #: municipality → kinds of organisations to which the right is limited there
    kinds: Mapping[int, frozenset[str]]
    organisations: frozenset[int]

    @classmethod
    def of(cls, memberships: Iterable[Membership], right: Right) -> "RightScope":
        with_right = [m for m in memberships if m.role in MATRIX[right]]
        over = [m for m in with_right if m.role in MUNICIPAL_ROLES]
        whole = frozenset(m.municipality_id for m in over if not m.organisation_kinds)
        kinds: dict[int, frozenset[str]] = {}
        for m in over:
            if m.municipality_id not in whole and right not in OF_WHOLE_MUNICIPALITY:
                kinds[m.municipality_id] = kinds.get(m.municipality_id, frozenset()).union(m.organisation_kinds)
        inside = (m.organisation_id for m in with_right if m.role in ORGANISATION_ROLES)
        return cls(whole, kinds, frozenset(pk for pk in inside if pk))

    def includes(self, organisation: Organisation) -> bool:
        return (
            organisation.pk in self.organisations
            or organisation.municipality_id in self.municipalities
            or organisation.kind in self.kinds.get(organisation.municipality_id, ())
        )


@dataclass
class Access:
    """What one user may do. A superuser stands above municipalities and may do everything."""

    user: User | AnonymousUser
    #: what a refusal that follows is about
    last_asked: Right | None = field(default=None, repr=False, compare=False)
    _scopes: dict[Right, RightScope] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, user: User | AnonymousUser) -> "Access":
        """The access of this user object; read from the database once for its life (one request)."""
        if "_access" not in user.__dict__:
            user.__dict__["_access"] = cls(user)
        return user.__dict__["_access"]

    @cached_property
    def memberships(self) -> list[Membership]:
        if not self.user.is_authenticated or not self.user.is_active:
            return []
        return list(
            Membership.objects.in_force(clock.today())
            .filter(user=self.user)
            .select_related("municipality", "organisation", "person")
            .order_by("pk")
        )

    @cached_property
    def is_unlimited(self) -> bool:
        return bool(self.user.is_active and self.user.is_superuser)

    @cached_property
    def roles(self) -> frozenset[Role]:
        return frozenset(Role(membership.role) for membership in self.memberships)

    @cached_property
    def person_ids(self) -> frozenset[int]:
        """Whom in the register the user is, as a mentor or a mentee."""
        return frozenset(m.person_id for m in self.memberships if m.role in PERSONAL_ROLES and m.person_id)

    def municipality_ids(self, right: Right) -> frozenset[int]:
        """Municipalities where the right holds as a whole."""
        return self._scope_of(right).municipalities

    def municipalities_reached(self, right: Right) -> frozenset[int]:
        """Municipalities where the right holds as a whole or for some kinds of organisations."""
        return self._scope_of(right).municipalities.union(self._scope_of(right).kinds)

    def organisation_ids(self, right: Right) -> frozenset[int]:
        """Single organisations where the right holds by a role in them."""
        return self._scope_of(right).organisations

    def _scope_of(self, right: Right) -> RightScope:
        """A page asks for the same right once for every row."""
        self.last_asked = right
        if right not in self._scopes:
            self._scopes[right] = RightScope.of(self.memberships, right)
        return self._scopes[right]

    def anywhere(self, right: Right) -> bool:
        return self.is_unlimited or bool(self.municipalities_reached(right) or self.organisation_ids(right))

    def is_municipal(self, right: Right) -> bool:
        """The right comes from above the organisations: the user reads many of them, and what is sent up to there."""
        return self.is_unlimited or bool(self.municipalities_reached(right))

    def for_kind(self, right: Right, municipality_id: int, kind: str) -> bool:
        """The right holds for every organisation of the kind in the municipality."""
        return (
            self.is_unlimited
            or municipality_id in self.municipality_ids(right)
            or kind in self._scope_of(right).kinds.get(municipality_id, ())
        )

    def in_organisation(self, right: Right, organisation: Organisation | None) -> bool:
        if organisation is None:
            return False
        return self.is_unlimited or self._scope_of(right).includes(organisation)

    def has_role_in(self, role: Role, organisation: Organisation) -> bool:
        """For what a document leaves to the holder of a role itself, whatever others may do."""
        return any(one.role == role and one.organisation_id == organisation.pk for one in self.memberships)

    def in_municipality(self, right: Right, municipality: Municipality) -> bool:
        """The right holds in the whole municipality, not only in an organisation or in some kinds of them."""
        return self.is_unlimited or municipality.pk in self.municipality_ids(right)

    def where(self, right: Right, *, organisation: str = "organisation", municipality: str = "") -> Q:
        """Condition on rows for which the right holds.

        `organisation` is the lookup path to the organisation ("" when the row itself is one), `municipality` the path
        to the municipality where it does not lead through the organisation. Rows without an organisation are within
        for those who have the right in the whole municipality.
        """
        if self.is_unlimited:
            return ~Q(pk__in=())  # every row: an empty condition would vanish beside «or»
        to_municipality = municipality or (f"{organisation}__municipality" if organisation else "municipality")
        to_organisation = organisation or "pk"
        scope = self._scope_of(right)
        condition = Q(**{f"{to_municipality}__in": scope.municipalities}) | Q(
            **{f"{to_organisation}__in": scope.organisations}
        )
        to_kind = f"{organisation}__kind" if organisation else "kind"
        for pk, kinds in scope.kinds.items():
            condition |= Q(**{to_municipality: pk, f"{to_kind}__in": kinds})
        return condition

    @cached_property
    def municipality(self) -> Municipality | None:
        """The municipality whose name stands in the page's head: that of the first membership."""
        if self.memberships:
            return self.memberships[0].municipality
        return Municipality.objects.first() if self.is_unlimited else None

    @cached_property
    def title(self) -> str:
        """«куратор, МБОУ «Заречная СОШ № 2»» for the page's head."""
        if self.is_unlimited and not self.memberships:
            return "суперпользователь"
        if not self.memberships:
            return "доступ не выдан"
        first = self.memberships[0]
        if first.organisation is None:
            return ": ".join(filter(None, (first.get_role_display(), first.kinds_summary)))
        return f"{first.get_role_display()}, {first.organisation}".replace("№ ", "№\u00a0")


NO_RIGHT = "Для этого действия у вас нет прав."


def require(allowed: bool, what: str = NO_RIGHT) -> None:
    """Raises PermissionDenied (403) with words for the user. Words of its own name whom the user turns to; otherwise
    the page names who has the right that was asked for last (registry/views/refusal.py)."""
    if not allowed:
        raise PermissionDenied(what)
