"""Comments on a programme, and what its authors say to them."""

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from mentoring.actions.succession import check_led
from mentoring.models import Pair, Programme, ProgrammeComment
from registry import clock
from registry.history.audit import with_audit
from registry.queries.row_locks import hold_row


@transaction.atomic
def comment_on_programme(
    *, programme: Programme, author: str, text: str, on_paper: bool = False, by: User
) -> ProgrammeComment:
    """A comment on the version that is written now; the pair must be at work.

    Raises ValidationError when the same words wait for an answer already: the form was sent twice.
    """
    _check_active(programme.pair)
    hold_row(programme)
    if programme.comments.filter(author=author, text=text, answered_on=None).exists():
        raise ValidationError("Такое замечание уже внесено и ждёт ответа.")
    comment = ProgrammeComment(
        programme=programme, version=programme.version, author=author, text=text, on_paper=on_paper, made_by=by
    )
    comment.full_clean()
    with_audit(comment, by=by, reason="Оставлено замечание").save()
    return comment


@transaction.atomic
def answer_comment(*, comment: ProgrammeComment, answer: str = "", by: User) -> ProgrammeComment:
    """Answers, or without words takes note. Raises ValidationError when somebody has just done so."""
    locked = ProgrammeComment.objects.select_for_update(of=("self",), no_key=True).get(pk=comment.pk)
    if locked.answered_on is not None:
        raise ValidationError("На это замечание только что ответили. Обновите страницу.")
    locked.answer, locked.answered_by, locked.answered_on = answer.strip(), by, clock.today()
    locked.full_clean()
    with_audit(locked, by=by, reason="Ответ на замечание" if locked.answer else "Принято к сведению").save()
    return locked


def _check_active(pair: Pair) -> None:
    check_led(pair, f"Пара сейчас в состоянии «{pair.state_label}»: программу уже не обсуждают.")
