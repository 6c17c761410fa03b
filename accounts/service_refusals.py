"""What the database refuses in the service section, as an error of the form."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.apps import apps
from django.contrib import admin, messages
from django.db import IntegrityError
from django.db.models import UniqueConstraint
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from accounts.extension_points import guard_explanations

DOUBLE = "Такая запись уже есть: её сохранили, пока вы писали. Введённое не сохранено."
GONE = "Запись, на которую ссылается эта, только что удалили, или на эту ссылаются другие. Ничего не сохранено."
FORBIDDEN = "База данных этого не допускает: пока вы писали, другие записи изменились. Проверьте и сохраните ещё раз."


def explanation_of(error: IntegrityError) -> str:
    """The message of the constraint or of the guard that has refused. Empty for a value that is missing, which no other
    user has caused."""
    text = str(error)
    if "NOT NULL constraint" in text or getattr(error.__cause__, "sqlstate", "") == "23502":
        return ""
    for name, explanation in (*guard_explanations.items(), *_messages()):
        if name in text:
            return explanation
    if "FOREIGN KEY" in text or "foreign key" in text:
        return GONE
    return DOUBLE if "UNIQUE" in text or "unique" in text else FORBIDDEN


def _messages() -> Iterator[tuple[str, str]]:
    """What an error of the database holds → the message of the model's constraint."""
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            message = str(constraint.get_violation_error_message())
            yield f'"{constraint.name}"', message
            yield f"'{constraint.name}'", message
            yield f"CHECK constraint failed: {constraint.name}", message
            if isinstance(constraint, UniqueConstraint) and constraint.fields:
                by_name = {field.name: field.column for field in model._meta.fields}
                columns = [by_name[name] for name in constraint.fields]
                # as SQLite names it
                names = ", ".join(f"{model._meta.db_table}.{column}" for column in columns)
                yield f"UNIQUE constraint failed: {names}", message


class _RefusedFormMixin(forms.BaseModelForm):
    """A form that the database has refused: it is shown again with the reason."""

    refusal: str

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if not self.errors:
            self.add_error(None, self.refusal)


class ExplainedRefusalsMixin(admin.ModelAdmin):
    """Two requests at one moment may both pass the validation: the second one's form says why it is not saved."""

    def changeform_view(
        self, request: HttpRequest, object_id: Any = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except IntegrityError as error:
            request.refusal = _words_or_raise(error)  # type: ignore[attr-defined]  # read by get_form
            return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        if refusal := getattr(request, "refusal", ""):
            return type(form.__name__, (_RefusedFormMixin, form), {"refusal": refusal})
        return form

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        try:
            return super().changelist_view(request, extra_context)
        except IntegrityError as error:
            return self._refuse(request, error)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        try:
            return super().delete_view(request, object_id, extra_context)
        except IntegrityError as error:
            return self._refuse(request, error)

    def _refuse(self, request: HttpRequest, error: IntegrityError) -> HttpResponse:
        self.message_user(request, _words_or_raise(error), messages.ERROR)
        return HttpResponseRedirect(request.get_full_path())


def _words_or_raise(error: IntegrityError) -> str:
    if explanation := explanation_of(error):
        return explanation
    raise error
