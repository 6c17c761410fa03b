"""A form of mentoring that a municipality adds itself: its sides, where it is led, and its words for the two."""

from typing import Any

from crispy_forms.layout import HTML, Div, Fieldset

from registry.enums import OrganisationKind, ParticipantSide
from registry.forms.own_entries import LinesField, OwnEntryForm, ticks
from registry.forms.words_preview import WORDS_SHOWN, WordsPreviewMixin
from registry.models import Form
from registry.models.dictionary import TERM_CASES
from registry.models.word_rules import USUAL_TERMS
from registry.side_texts import SidePair
from russian.side_words import SideWords, decline_term


class FormEntryForm(WordsPreviewMixin, OwnEntryForm):
    unversioned = (*OwnEntryForm.unversioned, WORDS_SHOWN)

    mentor_sides = ticks("Кто может быть наставником", ParticipantSide, required=True)
    mentee_sides = ticks(
        "Кого наставляют",
        [side for side in ParticipantSide.choices if side[0] in ("teacher", "pupil", "student")],
        required=True,
    )
    organisation_kinds = ticks(
        "В каких организациях", OrganisationKind, "Если ничего не отмечено — в любых", required=False
    )
    doubtful_kinds = ticks(
        "Где с оговоркой", OrganisationKind, "Пару можно внести, но портал предупредит, что форма применима отчасти"
    )
    aliases = LinesField(
        label="Другие названия", required=False, help_text="Каждое с новой строки: по ним форму узнает импорт"
    )

    class Meta(OwnEntryForm.Meta):
        model = Form
        fields = [
            *OwnEntryForm.Meta.fields,
            "mentor_sides",
            "mentee_sides",
            "organisation_kinds",
            "doubtful_kinds",
            "aliases",
            "labour_code_applies",
            "mentor_term",
            *(f"mentor_term_{case}" for case in TERM_CASES),
            "mentee_term",
            *(f"mentee_term_{case}" for case in TERM_CASES),
        ]
        labels = {"title": "Название: кто – кого", "labour_code_applies": "Наставник работает по ст. 351.8 ТК РФ"}
        help_texts = {
            **OwnEntryForm.Meta.help_texts,
            "title": "Например: «педагог – студент»",
            "mentor_term": "Например: «педагог-наставник», «тренер». Падежи портал подставит сам, их можно исправить",
            "mentee_term": "Например: «стажёр», «подшефный»",
        }

    def parts(self) -> list[Any]:
        return [
            *self._head(),
            Fieldset("Стороны", "mentor_sides", "mentee_sides", "labour_code_applies"),
            Fieldset("Организации", "organisation_kinds", "doubtful_kinds"),
            Fieldset("Как называть стороны", *self._words("mentor"), HTML("<hr>"), *self._words("mentee")),
            "aliases",
            *self._tail(),
        ]

    @staticmethod
    def _words(side: str) -> list[Any]:
        return [f"{side}_term", Div(*(f"{side}_term_{case}" for case in TERM_CASES), css_class="cols")]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for side in ("mentor", "mentee"):
            self._fill_cases(cleaned, side)
        outside = set(cleaned.get("doubtful_kinds", ())) - set(cleaned.get("organisation_kinds", ()))
        if outside and cleaned.get("organisation_kinds"):
            cleaned["organisation_kinds"] = [*cleaned["organisation_kinds"], *sorted(outside)]
        return cleaned

    def words_to_show(self) -> SidePair | None:
        """In the cases in which they would be saved."""
        form = self.instance
        names = [f"{side}_term{case}" for side in USUAL_TERMS for case in ("", *(f"_{case}" for case in TERM_CASES))]
        is_other = any(self.cleaned_data.get(name, "") != self.initial.get(name, "") for name in names)
        if not is_other or not (form.mentor_term or form.mentee_term):
            return None
        return SidePair(*(form.words_for(side) or SideWords.of(term) for side, term in USUAL_TERMS.items()))

    def _fill_cases(self, cleaned: dict[str, Any], side: str) -> None:
        """Empty cases are declined, and those that were of another word; what is typed stays."""
        term = cleaned.get(f"{side}_term", "")
        is_other = term != self.initial.get(f"{side}_term", "")
        for case in TERM_CASES:
            name = f"{side}_term_{case}"
            if not term:
                cleaned[name] = ""
            elif not cleaned.get(name) or (is_other and name not in self.changed_data):
                cleaned[name] = decline_term(term, case)
