"""Empty spreadsheets for every kind of import, with the reader's own organisations to choose from."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from accounts.models import User
from imports.exports import template_columns as lists_of
from imports.exports.import_templates import template_bytes
from imports.exports.template_columns import TEMPLATES
from registry.access import Access, Right, require
from registry.enums import OrganisationKind, Participant, Qualification
from registry.models import Category, Form, Kind, RoleModel
from registry.models.dictionary import DictionaryEntry
from registry.queries.organisations import organisations_in_use
from registry.views.lists import attachment
from spreadsheets.writing.typed_xlsx import CONTENT_TYPE

#: kinds of organisation that send mentors by agreement
_PARTNER_KINDS = (
    OrganisationKind.ENTERPRISE,
    OrganisationKind.ENTREPRENEUR,
    OrganisationKind.CULTURE,
    OrganisationKind.SPORT,
    OrganisationKind.HEALTH,
    OrganisationKind.PUBLIC,
)
#: categories that the import tells apart from the register's others
_QUALIFICATIONS = (Qualification.HIGHEST, Qualification.FIRST, Qualification.FITNESS)
_CLASSES = [str(number) for number in range(1, 12)]


@require_safe
def import_template(request: HttpRequest, kind: str) -> HttpResponse:
    require(Access.of(request.user).anywhere(Right.IMPORT))
    template = TEMPLATES.get(kind)
    if template is None:
        raise Http404
    data = template_bytes(template, {name: _values(name, request.user) for name in template.lists if name})
    response = HttpResponse(data, content_type=CONTENT_TYPE)
    response.headers["Content-Disposition"] = attachment(f"{template.title}.xlsx")
    return response


def _values(name: str, user: User) -> list[str]:
    """What may be chosen. Sensitive categories are marked by the organisation itself, never in a file."""
    return _OFFERED[name](user)


def _organisations(user: User) -> list[str]:
    return list(organisations_in_use(user, Right.IMPORT).values_list("short_name", flat=True))


def _partners(user: User) -> list[str]:
    partners = organisations_in_use(user, Right.IMPORT).filter(kind__in=_PARTNER_KINDS)
    return list(partners.values_list("short_name", flat=True))


def _titles(model: type[DictionaryEntry], **conditions: bool) -> list[str]:
    return list(model.objects.filter(in_use=True, **conditions).values_list("title", flat=True))


_OFFERED: dict[str, Callable[[User], list[str]]] = {
    lists_of.ORGANISATIONS: _organisations,
    lists_of.PARTNERS: _partners,
    lists_of.FORMS: lambda user: _titles(Form),
    lists_of.ROLE_MODELS: lambda user: _titles(RoleModel),
    lists_of.KINDS_OF_MENTORING: lambda user: _titles(Kind),
    lists_of.CATEGORIES: lambda user: _titles(Category, sensitive=False),
    lists_of.QUALIFICATIONS: lambda user: [str(each.label) for each in _QUALIFICATIONS],
    lists_of.ORGANISATION_TYPES: lambda user: [str(label) for label in OrganisationKind.labels],
    lists_of.PARTICIPANTS: lambda user: [str(label) for label in Participant.labels],
    lists_of.CLASSES: lambda user: _CLASSES,
    lists_of.AGREEMENTS: lambda user: ["планируется", "заключён", "завершён"],
    lists_of.YES_OR_NO: lambda user: ["да", "нет"],
}
