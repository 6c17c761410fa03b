"""Where the words of a paper stand on its sheets."""

from collections.abc import Iterator
from itertools import combinations
from typing import Any

from reports.paper import LEFT_MARGIN_MM, Paper
from reports.rendering import _laid_out

#: parts of a point do not matter to the eye
TOLERANCE = 1.5


def outside_their_sheet(paper: Paper, payload: dict[str, Any], **context: Any) -> list[str]:
    """Words that stand in a margin or beyond the edge."""
    found = []
    for page, boxes in _sheets(paper, payload, context):
        right = page.content_box_x() + page.width + TOLERANCE
        found += [box.text for box in boxes if box.position_x + box.width > right]
    return found


def overprinted(paper: Paper, payload: dict[str, Any], **context: Any) -> list[tuple[str, str]]:
    """Words of which one stands over another."""
    found = []
    for _page, boxes in _sheets(paper, payload, context):
        for one, other in combinations(boxes, 2):
            if _overlap(one.position_x, one.width, other.position_x, other.width) and _overlap(
                one.position_y, one.height, other.position_y, other.height
            ):
                found.append((one.text, other.text))
    return found


def words_of(paper: Paper, payload: dict[str, Any], **context: Any) -> list[str]:
    """The text of each line of each box."""
    return [box.text.strip() for _page, boxes in _sheets(paper, payload, context) for box in boxes]


def _overlap(start: float, length: float, other_start: float, other_length: float) -> bool:
    inside = length / 4 if length < 40 else TOLERANCE
    return min(start + length, other_start + other_length) - max(start, other_start) > max(inside, TOLERANCE) * 2


def _sheets(paper: Paper, payload: dict[str, Any], context: dict[str, Any]) -> Iterator[tuple[Any, list[Any]]]:
    shown = {"paper": payload, "verification": None, **paper.context(payload), **context}
    for page in _laid_out(paper.template, shown, LEFT_MARGIN_MM).document.pages:
        texts = [box for box in page._page_box.descendants() if type(box).__name__ == "TextBox" and box.text.strip()]
        yield page._page_box, texts
