"""Who may do what and where: the permission matrix of requirements A1.8 and the scope of a signed-in user.

A right is always checked together with its scope. `Access.of(user)` reads the memberships once a request.
"""

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
    VIEW_PEOPLE = "view_people"
    EDIT_PEOPLE = "edit_people"
    MERGE_PEOPLE = "merge_people"
    TRANSFER_PEOPLE = "transfer_people"
    VIEW_SENSITIVE = "view_sensitive"
    APPOINT_CURATORS = "appoint_curators"
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
    ASSESS = "assess"
    APPROVE_ASSESSMENTS = "approve_assessments"
    VIEW_ROADMAPS = "view_roadmaps"
    EDIT_ROADMAPS = "edit_roadmaps"
    EDIT_DISTRICT_ROADMAPS = "edit_district_roadmaps"
    APPROVE_ROADMAPS = "approve_roadmaps"
    AGREE_ROADMAPS = "agree_roadmaps"
    IMPORT = "import"
    MANAGE_ACCESS = "manage_access"
    VIEW_SETTINGS = "view_settings"
    EDIT_POLICY = "edit_policy"


_STAFF = {Role.ADMIN, Role.CURATOR, Role.HEAD, Role.OPERATOR}
#: who lead the organisation's mentoring; an operator enters data and ends nothing
_LEADERS = {Role.ADMIN, Role.CURATOR, Role.HEAD}
_READERS = {Role.ADMIN, Role.COORDINATOR, *ORGANISATION_ROLES}

#: A1.8. Municipal roles have the right in the whole municipality, organisation roles in their organisation.
MATRIX: dict[Right, frozenset[Role]] = {
    right: frozenset(roles)
    for right, roles in {
        Right.VIEW_ORGANISATIONS: _READERS | {Role.REGIONAL},
        Right.MANAGE_ORGANISATIONS: {Role.ADMIN, Role.COORDINATOR},
        Right.EDIT_ORGANISATION: _STAFF | {Role.COORDINATOR},
        Right.VIEW_PEOPLE: _READERS,
        Right.EDIT_PEOPLE: _STAFF,
        Right.MERGE_PEOPLE: _STAFF | {Role.COORDINATOR},  # cards of two organisations are joined from above them
        Right.TRANSFER_PEOPLE: _STAFF | {Role.COORDINATOR},  # between organisations it is a matter of the municipality
        Right.VIEW_SENSITIVE: {Role.CURATOR, Role.HEAD},  # never above the organisation
        Right.APPOINT_CURATORS: {Role.ADMIN, Role.HEAD},
        Right.VIEW_PAIRS: _READERS,
        Right.PROPOSE_PAIRS: _STAFF | {Role.COUNCIL},
        Right.RUN_PAIRS: _LEADERS,
        Right.CORRECT_ENDS: {Role.ADMIN, Role.HEAD},  # of what somebody below them has entered
        Right.ISSUE_ORDERS: _LEADERS,
        Right.EDIT_PROGRAMMES: _LEADERS,
        Right.APPROVE_PROGRAMMES: {Role.ADMIN, Role.HEAD},
        Right.COMMENT_PROGRAMMES: {Role.COUNCIL},  # beside the mentee, who needs no right
        # who leads pairs reads all of them, the council those that are put to it, an author the own ones
        Right.VIEW_REQUESTS: _LEADERS | {Role.COUNCIL},
        Right.ADVISE_ON_REQUESTS: {Role.COUNCIL},
        Right.DECIDE_REQUESTS: {Role.ADMIN, Role.HEAD},
        Right.VIEW_DOCUMENTS: _READERS,
        Right.VIEW_MONITORING: _READERS | {Role.REGIONAL},
        Right.ASSESS: {Role.ADMIN, Role.CURATOR, Role.HEAD, Role.COUNCIL},
        Right.APPROVE_ASSESSMENTS: _LEADERS,
        Right.VIEW_ROADMAPS: _READERS,
        Right.EDIT_ROADMAPS: _LEADERS,
        Right.EDIT_DISTRICT_ROADMAPS: {Role.ADMIN, Role.COORDINATOR},
        Right.APPROVE_ROADMAPS: {Role.HEAD},  # printed as the head's own decision
        Right.AGREE_ROADMAPS: {Role.ADMIN, Role.COORDINATOR},
        Right.IMPORT: {Role.ADMIN, Role.COORDINATOR, Role.CURATOR},
        Right.MANAGE_ACCESS: {Role.ADMIN, Role.COORDINATOR},
        Right.VIEW_SETTINGS: {Role.ADMIN, Role.COORDINATOR},
        Right.EDIT_POLICY: {Role.ADMIN},
    }.items()
}


@dataclass
class Access:
    """What one user may do. A superuser stands above municipalities and may do everything."""

    user: User | AnonymousUser
    _places: dict[Right, tuple[frozenset[int], frozenset[int]]] = field(default_factory=dict, repr=False, compare=False)

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
        return self._places_of(right)[0]

    def organisation_ids(self, right: Right) -> frozenset[int]:
        """Single organisations where the right holds by a role in them."""
        return self._places_of(right)[1]

    def _places_of(self, right: Right) -> tuple[frozenset[int], frozenset[int]]:
        """Municipalities and organisations; a page asks for the same right once for every row."""
        if right not in self._places:
            held = [m for m in self.memberships if m.role in MATRIX[right]]
            self._places[right] = (
                frozenset(m.municipality_id for m in held if m.role in MUNICIPAL_ROLES),
                frozenset(m.organisation_id for m in held if m.role in ORGANISATION_ROLES and m.organisation_id),
            )
        return self._places[right]

    def anywhere(self, right: Right) -> bool:
        return self.is_unlimited or bool(self.municipality_ids(right) or self.organisation_ids(right))

    def in_organisation(self, right: Right, organisation: Organisation | None) -> bool:
        if organisation is None:
            return False
        return (
            self.is_unlimited
            or organisation.municipality_id in self.municipality_ids(right)
            or organisation.pk in self.organisation_ids(right)
        )

    def in_municipality(self, right: Right, municipality: Municipality) -> bool:
        """The right holds in the whole municipality, not only in an organisation of it."""
        return self.is_unlimited or municipality.pk in self.municipality_ids(right)

    def where(self, right: Right, *, organisation: str = "organisation", municipality: str = "") -> Q:
        """Condition on rows for which the right holds.

        `organisation` is the lookup path to the organisation ("" when the row itself is one), `municipality` the path
        to the municipality where it does not lead through the organisation.
        """
        if self.is_unlimited:
            return Q()
        to_municipality = municipality or (f"{organisation}__municipality" if organisation else "municipality")
        to_organisation = organisation or "pk"
        return Q(**{f"{to_municipality}__in": self.municipality_ids(right)}) | Q(
            **{f"{to_organisation}__in": self.organisation_ids(right)}
        )

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
            return first.get_role_display()
        return f"{first.get_role_display()}, {first.organisation}".replace("№ ", "№\u00a0")


def require(allowed: bool, what: str = "Для этого действия у вас нет прав.") -> None:
    """Raises PermissionDenied (403) with words for the user."""
    if not allowed:
        raise PermissionDenied(what)
