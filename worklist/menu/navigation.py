"""The menu: what a user can reach, in the order of use."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from registry.access import Access, Right
from registry.enums import PERSONAL_ROLES
from registry.side_texts import side_label


@dataclass(frozen=True)
class MenuItem:
    title: str
    url_name: str
    icon: str
    right: Right | None
    #: address prefix under which the item is shown as current
    prefix: str
    apart: bool = False


#: lists in which mentors and mentees find what is their own
_OWN_TOO = (Right.VIEW_PAIRS, Right.VIEW_REQUESTS)

MENU = (
    MenuItem("Что нужно сделать", "home", "list-check", Right.VIEW_PAIRS, "/worklist/"),
    MenuItem("Пары", "mentoring:pairs", "people", Right.VIEW_PAIRS, "/pairs/"),
    MenuItem("Обращения", "mentoring:requests", "chat-left-text", Right.VIEW_REQUESTS, "/requests/"),
    MenuItem(side_label("Наставники"), "registry:mentors", "person-badge", Right.VIEW_PEOPLE, "/mentors/"),
    MenuItem(side_label("Наставляемые"), "registry:mentees", "person", Right.VIEW_PEOPLE, "/mentees/"),
    MenuItem("Кураторы", "registry:curators", "person-check", Right.VIEW_PEOPLE, "/curators/"),
    MenuItem("Организации", "registry:organisations", "building", Right.VIEW_ORGANISATIONS, "/organisations/"),
    MenuItem("Мониторинг", "monitoring:dashboard", "clipboard-data", Right.VIEW_MONITORING, "/monitoring/"),
    MenuItem("Документы", "reports:documents", "file-earmark-text", Right.VIEW_DOCUMENTS, "/documents/"),
    MenuItem("Акты", "registry:acts", "file-earmark-check", Right.VIEW_DOCUMENTS, "/acts/"),
    MenuItem("Дорожные карты", "mentoring:roadmaps", "map", Right.VIEW_ROADMAPS, "/roadmaps/"),
    MenuItem("Импорт", "imports:list", "upload", Right.IMPORT, "/imports/", apart=True),
    MenuItem("Настройки", "registry:settings", "gear", Right.VIEW_SETTINGS, "/settings/"),
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context of every page: the menu, the user's access and municipality."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    access = Access.of(user)
    items = [
        (item, request.path.startswith(item.prefix))
        for item in MENU
        if item.right is None
        or access.anywhere(item.right)
        or (item.right in _OWN_TOO and access.roles.intersection(PERSONAL_ROLES))
    ]
    return {"menu": items, "access": access, "municipality": access.municipality}
