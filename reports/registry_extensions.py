"""What issued papers add to the register of acts (registry/extension_points.py)."""

from django.db.models import Q

from accounts.models import User
from registry import extension_points
from registry.extension_points import CardSection
from registry.models import Act
from reports.enums import IssuedStatus
from reports.queries import documents_of_act, documents_visible_to


def attach() -> None:
    """Called once, when the application is ready."""
    extension_points.act_sections.append(section_of_act)
    extension_points.issued_acts.append(Q(document__isnull=False))
    extension_points.act_locks.append(locks_of_act)
    extension_points.act_cancelling_obstacles.append(describe_paper_in_force)


def section_of_act(user: User, act: Act) -> CardSection | None:
    """The issued papers that are the act or name it, as far as the reader may see them."""
    keys = list(documents_of_act(act).order_by().values_list("pk", flat=True))
    if not keys:
        return None
    documents = list(documents_visible_to(user).filter(pk__in=keys).defer("payload", "pdf"))
    return CardSection("Изданные документы", "reports/_act_documents.html", {"documents": documents})


def locks_of_act(act: Act) -> list[str]:
    """What the portal has printed is not corrected afterwards."""
    documents = list(documents_of_act(act))
    if any(document.act_id == act.pk for document in documents):
        return ["Этот акт издал портал, поэтому исправить его нельзя. Если в нём ошибка, издайте документ взамен."]
    return [
        f"На акт ссылается изданный документ «{document}», поэтому исправить его нельзя." for document in documents[:1]
    ]


def describe_paper_in_force(act: Act) -> list[str]:
    document = documents_of_act(act).filter(act=act, status=IssuedStatus.IN_FORCE).first()
    if document is None:
        return []
    return [f"Акт издал портал. Отмените или замените его на странице документа «{document}»."]
