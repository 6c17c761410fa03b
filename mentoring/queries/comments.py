"""Comments on a programme that the reader may see."""

from django.db.models import QuerySet

from accounts.models import User
from mentoring.enums import CommentAuthor
from mentoring.models import Pair, Programme, ProgrammeComment
from registry.access import Access, Right


def comments_on(programme: Programme) -> QuerySet[ProgrammeComment]:
    return ProgrammeComment.objects.filter(programme=programme).select_related("made_by", "answered_by")


def unanswered_on(programme: Programme) -> QuerySet[ProgrammeComment]:
    """Comments that the author of the programme has not answered yet."""
    return comments_on(programme).filter(answered_on__isnull=True)


def comment_authors(user: User, pair: Pair) -> list[tuple[CommentAuthor, bool]]:
    """The authors for whom the user may comment, and whether the user writes another's words down."""
    access = Access.of(user)
    authors: list[tuple[CommentAuthor, bool]] = []
    if pair.mentee.person_id in access.person_ids:
        authors.append((CommentAuthor.MENTEE, False))
    if access.in_organisation(Right.COMMENT_PROGRAMMES, pair.organisation):
        authors.append((CommentAuthor.COUNCIL, False))
    if access.in_organisation(Right.EDIT_PROGRAMMES, pair.organisation) and not authors:
        authors.append((CommentAuthor.MENTEE, True))
    return authors
