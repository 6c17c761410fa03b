"""One person's name: in any order, with initials, double and former surnames, «оглы» and «кызы», in upper case."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from russian.first_names import FIRST_NAMES
from russian.lookalikes import cyrillic_lookalikes
from russian.name_doubts import latin_word
from spreadsheets.cleaning.cell_issues import CellIssue
from spreadsheets.cleaning.text import clean_cell, clean_text

_PLAIN = re.compile(r"([А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?) ([А-ЯЁ][а-яё]+) ([А-ЯЁ][а-яё]+(?:вич|ьич|тич|мич|вна|чна))")
_PATRONYMIC = re.compile(
    r".+(?:ович|евич|ьич|овна|евна|ична|инична)|ник[ие]тич|кузьмич|лукич|фомич|саввич|фокич|гаврилич|данилич",
    re.IGNORECASE,
)
_TURKIC_ENDINGS = frozenset({"оглы", "оглу", "кызы", "кизи", "гызы", "угли", "улы"})
_NUMBERING = re.compile(r"^\d{1,4}\s*[.)]\s*(?=[^\W\d_])")
#: «г-жа Липина», «гр. Левин»
_ADDRESS = re.compile(r"^(?:г-жа|г-н|г-ка|гр-ка|гр-н|гр\.|госпожа|господин)\s+(?=[^\W\d_])", re.IGNORECASE)
_BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]\s*")
_FORMER = re.compile(
    r"(?:(?:ранее|до брака|бывш\w*|в девичестве|дев\w*\.?|девичья(?: фамилия)?|урожд\w*\.?|по\s+мужу)\s*[-–—:]?\s*)?"
    r"([^\W\d_]{2,}(?:-[^\W\d_]+)*)",
    re.IGNORECASE,
)
#: «вакансия», «не назначен»: nobody.
_NOBODY = re.compile(
    r"(?:наставник\w*\s+)?(?:не\s+(?:назначен\w*|определ[её]н\w*|закрепл[её]н\w*|выбран\w*|имеется|требуется)|"
    r"ваканс\w*|вакантн\w*(?:\s+\w+)?|без\s+наставника|нет\s+наставника|отсутству\w+|нет)[\s.!]*",
    re.IGNORECASE,
)
#: «она же, учитель химии»: the name stands in another cell.
_SAME_AS_ABOVE = re.compile(r"(?:он|она|оно|они|то|тот|та|те|эт(?:от|а|о|и)|так|там)\s+же\b", re.IGNORECASE)
_SURNAME_ENDING = re.compile(
    r"(?:ов|ев|ёв|ин|ын|ова|ева|ёва|ина|ына|ский|цкий|ская|цкая|ий|ая|ых|их|ко|енко|ук|юк|як|ич|ян|дзе|швили)$",
    re.IGNORECASE,
)
_NO_SURNAMES = frozenset(
    {"наставник", "наставляемый", "наставляемая", "педагог", "учитель", "воспитатель", "ученик", "ученица", "директор",
     "заместитель", "зам", "специалист", "куратор", "методист", "родитель", "мама", "папа", "студент", "группа"}
)  # fmt: skip
_GLUED = re.compile(r"(?<=[а-яё])(?=[А-ЯЁ])")
_AGREEMENT = re.compile(r"по\s+соглас", re.IGNORECASE)
_JOINED_DASH = re.compile(r"(?<=[^\W\d_])\s*[-–—]\s*(?=[^\W\d_])")
_TOKEN = re.compile(r"[^\W\d_]+(?:[-'’`ʼ][^\W\d_]+)*\.?")
_ZERO_INSIDE = re.compile(r"(?<=[а-яё])0(?=[а-яё])")


@dataclass(frozen=True, slots=True)
class PersonName:
    """Empty parts are None. ``initials`` («Д.Н.») are set when a name or patronymic is known only by its letter.

    ``remarks`` is what stood beside the name: words in brackets and words that belong to no part.
    """

    last_name: str | None = None
    first_name: str | None = None
    middle_name: str | None = None
    initials: str | None = None
    former_last_name: str | None = None
    by_agreement: bool = False
    asterisk: bool = False
    remarks: tuple[str, ...] = ()
    raw: str = ""

    @property
    def full(self) -> str:
        parts = (self.last_name, self.first_name, self.middle_name or (None if self.first_name else self.initials))
        return " ".join(part for part in parts if part)


@dataclass(slots=True)
class _Draft:
    """What has been taken off the text so far."""

    text: str
    issues: list[CellIssue] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    former: str | None = None
    by_agreement: bool = False
    asterisk: bool = False


@lru_cache(maxsize=32768)
def parse_name(text: str) -> tuple[PersonName, tuple[CellIssue, ...]]:
    """The name in *text*, which holds one person and nothing but the name and remarks to it."""
    plain = _PLAIN.fullmatch(text)
    if plain and not _PATRONYMIC.fullmatch(plain[2]):
        return PersonName(plain[1], plain[2], plain[3], raw=text), ()
    raw = clean_text(text)
    draft = _Draft(clean_cell(text))
    if _NOBODY.fullmatch(draft.text):
        return PersonName(raw=raw), ()
    if _SAME_AS_ABOVE.match(draft.text):
        return PersonName(raw=raw), (CellIssue("name_unclear", f"вместо имени «{draft.text}»", before=draft.text),)
    _take_asterisk(draft)
    _take_brackets(draft)
    _repair_letters(draft)
    draft.text = _JOINED_DASH.sub("-", draft.text)
    _part_glued_words(draft)
    tokens = _TOKEN.findall(draft.text)
    name = _assemble(tokens, draft, raw)
    return name, tuple(draft.issues)


def is_nobody(text: str) -> bool:
    """«вакансия», «не назначен»."""
    return _NOBODY.fullmatch(clean_text(text)) is not None


def _take_asterisk(draft: _Draft) -> None:
    text = _ADDRESS.sub("", _NUMBERING.sub("", draft.text))
    draft.asterisk = text.rstrip(" .,;").endswith("*")
    draft.text = text.replace("*", " ").strip(" ,;")


def _take_brackets(draft: _Draft) -> None:
    for match in _BRACKETS.finditer(draft.text):
        inside, before = match[1].strip(), draft.text[: match.start()].split()
        former = _FORMER.fullmatch(inside)
        if _AGREEMENT.search(inside):
            draft.by_agreement = True
        elif former and draft.former is None and _is_former(former, inside, before):
            draft.former = proper_case(cyrillic_lookalikes(former[1], whole_words=True))
            draft.issues.append(
                CellIssue("former_surname", f"прежняя фамилия в скобках: {draft.former}", before=draft.text)
            )
        elif inside:
            draft.remarks.append(inside)
    draft.text = _BRACKETS.sub(" ", draft.text).strip()


def _is_former(match: re.Match[str], inside: str, before: list[str]) -> bool:
    """Right after the surname, with words that say so, or a surname by its look."""
    surname = match[1]
    looks = surname[:1].isupper() and _SURNAME_ENDING.search(surname) is not None and not _PATRONYMIC.fullmatch(surname)
    return len(before) == 1 or surname != inside or looks


def _repair_letters(draft: _Draft) -> None:
    repaired = _ZERO_INSIDE.sub("о", cyrillic_lookalikes(draft.text, whole_words=True))
    if repaired != draft.text:
        message = "латинские буквы внутри русских слов заменены русскими"
        draft.issues.append(CellIssue("latin_lookalike", message, before=draft.text, after=repaired))
        draft.text = repaired


def _part_glued_words(draft: _Draft) -> None:
    """«Ёлкина МарияОлеговна»: a patronymic at the end of a word shows that it is several; «МакГрегор» is one."""
    words = draft.text.split()
    for at, word in enumerate(words):
        parts = _GLUED.split(word)
        if len(parts) > 1 and _PATRONYMIC.fullmatch(parts[-1]):
            words[at] = " ".join(parts)
    parted = " ".join(words)
    if parted.count(" ") > draft.text.count(" "):
        draft.issues.append(CellIssue("name_parted", "слитно написанное имя разделено", draft.text, parted))
        draft.text = parted


def _assemble(tokens: list[str], draft: _Draft, raw: str) -> PersonName:
    tokens = _part_initials(tokens)
    initials = [token for token in tokens if _is_initial(token)]
    words = [proper_case(token.rstrip(".")) for token in tokens if not _is_initial(token)]
    last = first = middle = None
    known_initials = None
    rest: list[str] = []
    if initials:
        last, first, known_initials = _with_initials(words, initials)
        rest = words[2:]
        if len(initials) > 3 or (first and len(initials) > 1):
            message = f"не удалось разделить на фамилию и инициалы: «{draft.text}»"
            draft.issues.append(CellIssue("name_unclear", message, before=draft.text))
    else:
        last, first, middle, rest = _with_words(words, draft)
    if rest:
        _remark(tokens[-len(rest) :] if not initials else rest, draft)
    if last and last.split()[0].casefold() in _NO_SURNAMES and not _has(draft, "name_unclear"):
        message = f"вместо фамилии стоит «{last.split()[0].lower()}»"
        draft.issues.append(CellIssue("name_unclear", message, before=draft.text))
    if any(letter.isdigit() for letter in draft.text):
        draft.issues.append(CellIssue("name_unclear", f"в имени цифры: «{draft.text}»", before=draft.text))
    elif last and not _has(draft, "name_unclear"):
        _tell_latin(draft)
    return PersonName(
        last_name=last,
        first_name=first,
        middle_name=middle,
        initials=known_initials,
        former_last_name=draft.former,
        by_agreement=draft.by_agreement,
        asterisk=draft.asterisk,
        remarks=tuple(draft.remarks),
        raw=raw,
    )


def _tell_latin(draft: _Draft) -> None:
    """A name with a word that has no Russian letter may be right, but papers are in Russian."""
    if latin_word(draft.text):
        message = f"имя написано латинскими буквами: «{draft.text}»"
        draft.issues.append(CellIssue("name_unclear", message, before=draft.text))


def _remark(tokens: list[str], draft: _Draft) -> None:
    """Words after the name: a post or a note in small letters; capitals may be one more name."""
    draft.remarks.append(" ".join(tokens))
    if tokens[0][:1].isupper() and not draft.text.isupper() and not _has(draft, "name_unclear"):
        message = f"после имени стоят лишние слова: «{' '.join(tokens)}»"
        draft.issues.append(CellIssue("name_unclear", message, before=draft.text))


def _has(draft: _Draft, code: str) -> bool:
    return any(issue.code == code for issue in draft.issues)


def _part_initials(tokens: list[str]) -> list[str]:
    """«Ольхов ДН»: two capitals after a surname written with one."""
    if len(tokens) == 2 and re.fullmatch("[А-ЯЁ]{2}", tokens[1]) and not tokens[0].isupper():
        return [tokens[0], *tokens[1]]
    return tokens


def _is_initial(token: str) -> bool:
    """«И.», «И», «Дж.»; «Ли» and «Ян» are words."""
    letters = token.rstrip(".")
    return len(letters) == 1 or (token.endswith(".") and len(letters) == 2 and letters[0].isupper())


def _with_initials(words: list[str], initials: list[str]) -> tuple[str | None, str | None, str]:
    """«Ольхов Д.Н.» or «Д.Н. Ольхов»; «Ольхов Денис Н.» keeps the name it has."""
    letters = [initial.rstrip(".").capitalize() for initial in initials]
    last = words[0] if words else None
    first = words[1] if len(words) > 1 else None
    if first:
        letters.insert(0, first[0])
    return last, first, "".join(f"{letter}." for letter in letters)


def _with_words(words: list[str], draft: _Draft) -> tuple[str | None, str | None, str | None, list[str]]:
    if not words:
        return None, None, None, []
    if len(words) == 1:
        return words[0], None, None, []
    at = next((index for index, word in enumerate(words) if index and _PATRONYMIC.fullmatch(word)), None)
    turkic = next((index for index, word in enumerate(words) if word in _TURKIC_ENDINGS), None)
    if turkic is not None and turkic >= 2:
        return _join(words[: turkic - 2]) or words[0], *_turkic(words, turkic)
    if at is None:
        return _without_patronymic(words, draft)
    if at == 1:
        return _patronymic_second(words, draft)
    return " ".join(words[: at - 1]), words[at - 1], words[at], words[at + 1 :]


def _turkic(words: list[str], at: int) -> tuple[str | None, str | None, list[str]]:
    """«Мамедов Али Гасан оглы»: the father's name and «оглы» together are the patronymic."""
    if at == 2:
        return None, f"{words[1]} {words[2]}", words[3:]
    return words[at - 2], f"{words[at - 1]} {words[at]}", words[at + 1 :]


def _join(words: list[str]) -> str | None:
    return " ".join(words) or None


def _without_patronymic(words: list[str], draft: _Draft) -> tuple[str, str, str | None, list[str]]:
    if len(words) == 2:
        if words[0] in FIRST_NAMES and words[1] not in FIRST_NAMES and _SURNAME_ENDING.search(words[1]):
            draft.issues.append(
                CellIssue("name_order", "имя стояло перед фамилией", before=draft.text, after=f"{words[1]} {words[0]}")
            )
            return words[1], words[0], None, []
        return words[0], words[1], None, []
    if len(words) == 3:
        return words[0], words[1], words[2], []
    message = f"не удалось разделить на фамилию, имя и отчество: «{' '.join(words)}»"
    draft.issues.append(CellIssue("name_unclear", message, before=draft.text))
    return words[0], words[1], words[2], words[3:]


def _patronymic_second(words: list[str], draft: _Draft) -> tuple[str | None, str, str, list[str]]:
    """«Мария Олеговна Ёлкина» is put in order; «Мария Олеговна» has no surname."""
    if len(words) == 2:
        return None, words[0], words[1], []
    ordered = f"{words[2]} {words[0]} {words[1]}"
    draft.issues.append(
        CellIssue("name_order", "имя и отчество стояли перед фамилией", before=draft.text, after=ordered)
    )
    return words[2], words[0], words[1], words[3:]


def is_patronymic(text: str | None) -> bool:
    """«Олеговна», «Ильич», «Гасан оглы»."""
    if not text:
        return False
    return _PATRONYMIC.fullmatch(text) is not None or text.split()[-1] in _TURKIC_ENDINGS


def clean_name_part(value: object) -> tuple[str | None, tuple[CellIssue, ...]]:
    """A surname, name or patronymic from a column of its own; several words stay together."""
    text = clean_cell(value)
    if not text:
        return None, ()
    return _clean_name_part(text)


@lru_cache(maxsize=32768)
def _clean_name_part(text: str) -> tuple[str | None, tuple[CellIssue, ...]]:
    draft = _Draft(text)
    _take_asterisk(draft)
    _repair_letters(draft)
    words = [word.strip(" .,;") for word in _JOINED_DASH.sub("-", draft.text).split()]
    name = _join([proper_case(word) for word in words if any(map(str.isalpha, word))])
    if name:
        _tell_latin(draft)
    return clean_cell(name) or None, tuple(draft.issues)


@lru_cache(maxsize=65536)
def proper_case(word: str) -> str:
    """«ЁЛКИНА» and «ёлкина» → «Ёлкина», «ИВАНОВА-ПЕТРОВА» → «Иванова-Петрова», «ОГЛЫ» → «оглы»; «МакГрегор» stays."""
    return "-".join(map(_proper_part, word.split("-")))


def _proper_part(part: str) -> str:
    if part.casefold() in _TURKIC_ENDINGS:
        return part.casefold()
    first = part[:1].upper()
    first = first if len(first) == 1 else part[:1]  # «ß» would become two letters
    rest = part[1:]
    return first + (rest.lower() if rest.isupper() or part.islower() else rest)
