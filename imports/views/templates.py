"""Empty spreadsheets for every kind of import, with the reader's own organisations to choose from."""

from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.requests import AuthenticatedRequest
from imports.exports.import_templates import template_bytes
from imports.exports.template_columns import TEMPLATES
from imports.field_definition import ChoiceList
from registry.access import Access, Right, require
from registry.enums import OrganisationKind, Participant, Qualification
from registry.models import Category, Form, Kind, RoleModel
from registry.models.dictionary import DictionaryEntry
from registry.queries.dictionaries import entries_in_use
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
def import_template(request: AuthenticatedRequest, kind: str) -> HttpResponse:
    require(Access.of(request.user).anywhere(Right.IMPORT))
    template = TEMPLATES.get(kind)
    if template is None:
        raise Http404
    data = template_bytes(template, {name: _OFFERED[name](request.user) for name in template.lists})
    response = HttpResponse(data, content_type=CONTENT_TYPE)
    response.headers["Content-Disposition"] = attachment(f"{template.title}.xlsx")
    return response


def _organisations(user: User) -> list[str]:
    return list(organisations_in_use(user, Right.IMPORT).values_list("short_name", flat=True))


def _partners(user: User) -> list[str]:
    partners = organisations_in_use(user, Right.IMPORT).filter(kind__in=_PARTNER_KINDS)
    return list(partners.values_list("short_name", flat=True))


def _titles(user: User, dictionary: type[DictionaryEntry], **conditions: bool) -> list[str]:
    return list(entries_in_use(user, dictionary).filter(**conditions).values_list("title", flat=True))


#: What may be chosen. Sensitive categories are marked by the organisation itself, never in a file.
_OFFERED: dict[ChoiceList, Callable[[User], list[str]]] = {
    ChoiceList.ORGANISATIONS: _organisations,
    ChoiceList.PARTNERS: _partners,
    ChoiceList.FORMS: lambda user: _titles(user, Form),
    ChoiceList.ROLE_MODELS: lambda user: _titles(user, RoleModel),
    ChoiceList.KINDS_OF_MENTORING: lambda user: _titles(user, Kind),
    ChoiceList.CATEGORIES: lambda user: _titles(user, Category, sensitive=False),
    ChoiceList.QUALIFICATIONS: lambda user: [str(each.label) for each in _QUALIFICATIONS],
    ChoiceList.ORGANISATION_TYPES: lambda user: [str(label) for label in OrganisationKind.labels],
    ChoiceList.PARTICIPANTS: lambda user: [str(label) for label in Participant.labels],
    ChoiceList.CLASSES: lambda user: _CLASSES,
    ChoiceList.AGREEMENTS: lambda user: ["планируется", "заключён", "завершён"],
    ChoiceList.YES_OR_NO: lambda user: ["да", "нет"],
}
