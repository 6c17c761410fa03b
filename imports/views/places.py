"""Which of the rows of a draft that contend for places of a mentor have them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.requests import AuthenticatedRequest
from imports.actions.places import DATIVE, give_places, rows_in_words
from imports.enums import ImportStatus
from imports.forms.rows import PlacesForm
from imports.models import ImportBatch, ImportRow
from imports.queries.questions import first_of_question
from imports.views.batch import batch_of
from imports.views.review import ReviewPosition, review_context
from registry.side_texts import side_text


@require_POST
def import_places(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """A set for which there are too few places comes back with its boxes as they were ticked."""
    batch = batch_of(request, pk)
    form = PlacesForm(request.POST)
    if form.is_valid():
        cleaned = form.cleaned_data
        try:
            holders, rest = give_places(
                batch=batch, question=cleaned["contended"], shown_mark=cleaned["mark"], positions=cleaned["rows"],
                by=request.user,
            )  # fmt: skip
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _saved(holders, rest))
            first = min((*holders, *rest), key=lambda row: row.position)
            return redirect(ReviewPosition.from_request(request).after(batch, first))
    return _not_saved(request, batch, form)


def _saved(holders: list[ImportRow], rest: list[ImportRow]) -> str:
    words = f"Без места: {rows_in_words(rest)}." if rest else ""
    if not holders:
        return words
    return f"{side_text('Места наставника')} отданы {rows_in_words(holders, DATIVE)}. {words}".strip()


def _not_saved(request: AuthenticatedRequest, batch: ImportBatch, form: PlacesForm) -> HttpResponse:
    batch.refresh_from_db()
    row = first_of_question(batch, request.POST.get("contended", ""))
    if batch.status != ImportStatus.DRAFT or row is None:
        for text in map(str, form.non_field_errors()):
            messages.error(request, text)
        return redirect(batch)
    return render(request, "imports/review.html", review_context(request, batch, answered=(row, form)))
