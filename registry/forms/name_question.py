"""Asked about a name that looks typed in another case («Иванову Марию»), cut off («Елохина-», «И») or in Latin letters
(«Ivanov»)."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from django import forms
from django.core.exceptions import ValidationError

from russian.declension import split_full_name
from russian.name_doubts import has_loose_hyphen, is_in_another_case, is_one_letter, latin_word

#: the parts of a name, in the order in which it is written
NAMES = ("last_name", "first_name", "middle_name")
#: a surname alone, and a name in one string
_SURNAMES, _FULL_NAMES = ("former_name",), ("representative_name",)
OTHER_NAMES = (*_SURNAMES, *_FULL_NAMES)
_MORE_THAN_A_LETTER = {"last_name": "Фамилия", "first_name": "Имя", "former_name": "Прежняя фамилия"}
_NOTHING: Mapping[str, str] = MappingProxyType({})
#: the answer that the name is right
NAMES_CONFIRMED = "names_confirmed"


def names_confirmed_field() -> forms.BooleanField:
    """Shown once something is asked."""
    return forms.BooleanField(label="Имя записано верно", required=False)


def ask_about_names(form: forms.BaseForm, names: Mapping[str, str], lines: Mapping[str, str] = _NOTHING) -> None:
    """Adds the question to the form unless it is answered or a name is wrong otherwise. `names`: those to be judged by
    their fields, as they are kept after; `lines`: texts that hold a name beside other words, or one in another case, of
    which the letters alone are judged."""
    form.judged_names = getattr(form, "judged_names", frozenset()) | {*names, *lines}  # type: ignore[attr-defined]
    if form.cleaned_data.get(NAMES_CONFIRMED) or any(name in form.errors for name in (*names, *lines)):
        return
    if doubts := doubts_about_names(names, lines):
        advice = "Исправьте или отметьте, что имя записано верно."
        form.add_error(NAMES_CONFIRMED, " ".join([*doubts, advice]))


def doubts_about_names(names: Mapping[str, str], lines: Mapping[str, str] = _NOTHING) -> list[str]:
    """What is unusual in them, in words: whoever has typed them knows whether it is right."""
    return [
        *_about_latin_letters([*names.values(), *lines.values()]),
        *_about_single_letters(names),
        *_about_hyphens(names),
        *_about_cases(names),
    ]


def refuse_doubtful_name(value: str) -> None:
    """Raises ValidationError for a part of a name that is unusual, where no form can ask about it."""
    if doubts := doubts_about_names({"name": value}):
        raise ValidationError(" ".join(doubts))


def _about_latin_letters(texts: Iterable[str]) -> list[str]:
    return [
        f"«{word}» — латинскими буквами, а в документах имена печатают русскими."
        for text in texts
        if (word := latin_word(text))
    ]


def _about_single_letters(names: Mapping[str, str]) -> list[str]:
    return [
        f"{label} «{text}» — одна буква. Напишите полностью, как в паспорте."
        for name, label in _MORE_THAN_A_LETTER.items()
        if is_one_letter(text := names.get(name, ""))
    ]


def _about_hyphens(names: Mapping[str, str]) -> list[str]:
    return [
        f"В «{text}» дефис ни с чем не соединён: возможно, имя набрано не до конца или с лишним пробелом."
        for text in names.values()
        if has_loose_hyphen(text)
    ]


def _about_cases(names: Mapping[str, str]) -> list[str]:
    judged = [tuple(names.get(name, "") for name in NAMES)]
    judged += [(names.get(name, ""), "", "") for name in _SURNAMES]
    whole = (text for name, text in names.items() if name not in (*NAMES, *_SURNAMES) and text)
    judged += [tuple(split_full_name(text)) for text in whole]
    return [
        f"Похоже, «{' '.join(filter(None, parts))}» стоит не в именительном падеже. Напишите, как в паспорте: кто?"
        for parts in judged
        if is_in_another_case(*parts)
    ]
