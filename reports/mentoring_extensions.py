"""What issued papers add to pairs (mentoring/extension_points.py)."""

from mentoring import extension_points
from mentoring.models import PairChange, Roadmap
from registry.models import Act
from reports.enums import IssuedStatus
from reports.paper import PAPERS
from reports.queries import document_about, documents_of_act


def attach() -> None:
    """Called once, when the application is ready."""
    extension_points.correction_obstacles.append(describe_order_in_force)
    extension_points.roadmap_stamp_obstacles.append(describe_printed_in_force)


def describe_order_in_force(change: PairChange) -> list[str]:
    """An end or an extension about which the portal has issued an order stays while the order is in force."""
    if change.act is None:
        return []
    document = documents_of_act(change.act).filter(act=change.act, status=IssuedStatus.IN_FORCE).first()
    return [f"Об этом портал издал документ «{document}». Сначала отмените его."] if document is not None else []


def describe_printed_in_force(roadmap: Roadmap, act: Act | None) -> list[str]:
    """A stamp stays as long as a paper in force prints it."""
    document = document_about(roadmap)
    if document is None or (act is not None and not PAPERS[document.kind].prints(document.payload, act)):
        return []
    return [f"С этим грифом портал издал документ «{document}». Сначала отмените его."]
