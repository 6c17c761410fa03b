"""Comments on a programme, and the answers of those who write it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from accounts.requests import AuthenticatedRequest
from mentoring.actions.comments import answer_comment, comment_on_programme
from mentoring.forms.requests import AnswerForm, CommentForm
from mentoring.models import Programme
from mentoring.queries.comments import comment_authors, comments_on
from mentoring.queries.policies import programme_words_of, words_of
from mentoring.views.pair_changes import ask
from mentoring.views.programmes import find_programme
from registry.access import require


@require_http_methods(["GET", "POST"])
def comment_add(request: AuthenticatedRequest, pair_pk: int) -> HttpResponse:
    lookup, programme = find_programme(request, pair_pk)
    authors, sides = comment_authors(request.user, lookup.pair), words_of(lookup.pair)
    require(bool(authors), f"Замечания здесь оставляют {sides.mentee.nominative} и совет наставников.")

    def comment(values: dict[str, Any]) -> Programme:
        comment_on_programme(programme=programme, by=request.user, **values)
        return programme

    written_down = authors[0][1]
    to_what = f"Замечание к {programme_words_of(lookup.pair).dative}"
    deed = f"Внести замечание {sides.mentee.genitive}" if written_down else to_what
    return ask(
        request,
        lookup.pair,
        CommentForm(request.POST or None, authors=authors),
        comment,
        success_text="Замечание внесено. Ответ появится на этой странице.",
        heading=f"{deed}: {lookup.pair}",
        intro=f"Что уточнить, добавить, убрать. Вносят {sides.mentor.nominative} и куратор, утверждает руководитель.",
        submit_label="Внести замечание" if written_down else "Отправить замечание",
        back_url=programme.get_absolute_url(),
    )


@require_http_methods(["GET", "POST"])
def comment_answer(request: AuthenticatedRequest, pair_pk: int, comment_pk: int) -> HttpResponse:
    lookup, programme = find_programme(request, pair_pk, needs="write_programme")
    comment = get_object_or_404(comments_on(programme), pk=comment_pk)
    if request.method == "GET" and comment.answered_on is not None:
        messages.info(request, "На это замечание уже ответили.")
        return redirect(programme)

    def answer(values: dict[str, Any]) -> Programme:
        answer_comment(comment=comment, by=request.user, **values)
        return programme

    return ask(
        request,
        lookup.pair,
        AnswerForm(request.POST or None),
        answer,
        success_text="Ответ внесён.",
        heading=f"Ответить на замечание: {lookup.pair}",
        intro=f"{comment.get_author_display().capitalize()}, {comment.made_on:%d.%m.%Y}: «{comment.text}»",
        submit_label="Ответить",
        back_url=programme.get_absolute_url(),
    )
