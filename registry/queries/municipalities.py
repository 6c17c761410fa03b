"""Municipalities by the rights of a user, by key and by slug."""

from collections.abc import Collection, Iterable

from django.db.models import Count, QuerySet

from accounts.models import User
from registry.access import Access, Right
from registry.enums import RuleLevel
from registry.models import LocalRules, Municipality
from russian.name_key import name_key

#: as people shorten them
_KINDS_OF_REGIONS = {"обл": "область", "респ": "республика", "кр": "край", "ао": "автономный округ"}


def municipalities_where(user: User, right: Right) -> QuerySet[Municipality]:
    """Municipalities in the whole of which the user has the right."""
    access = Access.of(user)
    if access.is_unlimited:
        return Municipality.objects.all()
    return Municipality.objects.filter(pk__in=access.municipality_ids(right))


def municipalities_reached(user: User, right: Right) -> QuerySet[Municipality]:
    """The same, and those where the user has the right for some kinds of organisations."""
    access = Access.of(user)
    if access.is_unlimited:
        return Municipality.objects.all()
    return Municipality.objects.filter(pk__in=access.municipalities_reached(right))


def with_number_of_policies(municipalities: QuerySet[Municipality]) -> QuerySet[Municipality]:
    """Each with `policies_number`."""
    return municipalities.annotate(policies_number=Count("policies"))


def only_municipality(municipality: Municipality) -> QuerySet[Municipality]:
    """For a form that is opened for one."""
    return Municipality.objects.filter(pk=municipality.pk)


def known_regions(*, but: int | None = None) -> list[str]:
    """Regions of municipalities and of rules, by their names; not those that the municipality `but` alone has."""
    of_rules = LocalRules.objects.filter(level=RuleLevel.REGION).order_by().values_list("region", flat=True)
    others = Municipality.objects.all() if but is None else Municipality.objects.exclude(pk=but)
    of_others = others.order_by().values_list("region", flat=True)
    return sorted({*of_rules, *of_others} - {""})


def spelling_of_region(region: str, *, but: int | None = None) -> str:
    """As the region stands in the register already, where it differs only in letter case, spaces, signs or a shortened
    word: its rules are found by the name. `but`: the municipality whose region is typed."""
    return spelling_among(known_regions(but=but), region)


def spelling_among(known: Iterable[str], region: str) -> str:
    """The same of regions that are given."""
    alike = [one for one in known if _key_of_region(one) == _key_of_region(region)]
    return region if not alike or region in alike else alike[0]


def _key_of_region(region: str) -> str:
    """«Приречная обл.» is «Приречная область»."""
    return name_key(" ".join(_KINDS_OF_REGIONS.get(word.casefold().rstrip("."), word) for word in region.split()))


def municipalities_of_region(region: str) -> QuerySet[Municipality]:
    return Municipality.objects.filter(region=region).order_by("name")


def regions_spelt_differently(user: User) -> list[list[str]]:
    """The spellings of each region of the user that stands in the register in several."""
    own = {_key_of_region(one.region) for one in municipalities_reached(user, Right.VIEW_SETTINGS)}
    spellings: dict[str, list[str]] = {}
    for region in known_regions():
        spellings.setdefault(_key_of_region(region), []).append(region)
    return [alike for key, alike in spellings.items() if key in own and len(alike) > 1]


def municipality_is_known(slug: str) -> bool:
    return Municipality.objects.filter(slug=slug).exists()


def municipalities_by_key(keys: Collection[int]) -> dict[int, Municipality]:
    return Municipality.objects.in_bulk(keys)


def municipality_with_slug(slug: str) -> Municipality | None:
    return Municipality.objects.filter(slug=slug).first()


def slugs_of_municipalities() -> list[str]:
    return list(Municipality.objects.values_list("slug", flat=True))
