"""How papers name an act that they rest on: «приказом … от 25.08.2026 № 118 «О …»»."""

import re

from registry.enums import ActKind
from registry.models import Act, Municipality
from registry.papers.act_cases import ACT_CASES
from registry.papers.numbers import number_in_words
from reports.documents.printed_parts import in_signature_order, signature_initials
from russian import typography
from russian.organisations import behind_generic_noun, decline_organisation, organisation_in_sentence
from russian.search_key import fold
from russian.typography import NBSP, russian_quotes
from russian.word_endings import Case, like_the_original

#: «Лагунова О. В.»
_SURNAME_FIRST = re.compile(r"[А-ЯЁ][а-яё-]+(?:-[А-ЯЁ][а-яё]+)?\s[А-ЯЁ]\.\s?[А-ЯЁ]\.$")
#: «25.08.2026», «№ 118»
_DAY_OR_NUMBER = re.compile(r"\d{2}\.\d{2}(?:\.\d{4})?|№\s?[\w/-]+")
#: «УТВЕРЖДЕНА приказом …»
_INSTRUMENTAL = {kind: cases.instrumental for kind, cases in ACT_CASES.items()}
#: first words of other documents in the instrumental
_DOCUMENTS = {
    "решение": "решением",
    "приказ": "приказом",
    "распоряжение": "распоряжением",
    "постановление": "постановлением",
    "положение": "положением",
    "соглашение": "соглашением",
    "указание": "указанием",
    "протокол": "протоколом",
    "договор": "договором",
    "письмо": "письмом",
    "план": "планом",
    "устав": "уставом",
    "порядок": "порядком",
    "программа": "программой",
    "резолюция": "резолюцией",
    "выписка": "выпиской",
}
#: who meets at the body that answers for education, in names such as «решение коллегии»
_MEETINGS_OF_THE_BODY = ("коллегии", "координационного совета", "методического совета", "рабочей группы")


def ground_in_instrumental(ground: Act | str) -> str:
    """What rules rest on, as «в соответствии с …» takes it: an act, or words in the nominative that stand in for it."""
    if not isinstance(ground, str):
        return citation_of(ground)
    words = russian_quotes(typography.without_full_stop(ground))
    is_declined = words.partition(" ")[0].lower() in _DOCUMENTS.values()
    return typography.keep_together(words if is_declined else _document_in_instrumental(words))


def citation_of(act: Act) -> str:
    """In the instrumental, as «в соответствии с …» takes it, with the title of the act."""
    title = typography.without_full_stop(russian_quotes(act.title))
    quoted = f"«{title}»" if title and not title.startswith("«") else title
    return typography.keep_together(" ".join(part for part in (*act_in_instrumental(act), quoted) if part))


def act_in_instrumental(act: Act) -> tuple[str, str]:
    """What it is and whose («приказом МБОУ «…»»), and its date and number («от 25.08.2026 № 118»)."""
    kind = _document_in_instrumental(act.kind_title) if act.kind_title else _INSTRUMENTAL[ActKind(act.kind)]
    label = " ".join(part for part in (kind, issuer_in_genitive(act)) if part)
    return label, date_and_number(act)


def date_and_number(act: Act) -> str:
    return f"от{NBSP}{typography.date_in_figures(act.dated)} {number_in_words(act.number)}"


def names_act(text: str, act: Act) -> bool:
    """Whether the text cites the act by its date and number, as `citation_of` does or as people type it."""
    day, number = typography.date_in_figures(act.dated), number_in_words(act.number, space=" ")
    plain = text.replace(NBSP, " ")
    after = plain.partition(number)[2] if number in plain else None
    return after is not None and not after[:1].isalnum() and day in plain


def names_ground(text: str, ground: Act | str) -> bool:
    """As `names_act`; words are told by their dates and numbers, otherwise by all that follows their first word."""
    if not isinstance(ground, str):
        return names_act(text, ground)
    words, plain = (fold(typography.keep_together(russian_quotes(each))) for each in (ground, text))
    marks = _DAY_OR_NUMBER.findall(words) or [words.partition(" ")[2] or words]
    return all(re.search(rf"{re.escape(mark)}(?!\w)", plain) for mark in marks)


def signed_by(act: Act) -> str:
    """«Директор О. В. Лагунова»: the register keeps it as typed, usually the name first."""
    name, comma, post = act.signatory.strip().partition(", ")
    is_full = len(name.split()) == 3
    name_shown = signature_initials(name) if is_full else name
    if comma and _SURNAME_FIRST.match(name):
        name_shown = in_signature_order(name)
    signer = f"{post} {name_shown}" if comma and post and (is_full or "." in name) else act.signatory.strip()
    return typography.keep_together(typography.upper_first(russian_quotes(signer)))


def issuer_in_genitive(act: Act) -> str:
    """Of a municipality orders are those of its body, resolutions and directives those of its administration; who else
    has issued the act is left to its number."""
    if act.organisation is not None:
        return name_in_genitive(act.organisation.short_name)
    if act.kind in (ActKind.RESOLUTION, ActKind.DIRECTIVE):
        return _administration_of(act.municipality)
    is_foreign = act.kind == ActKind.OTHER and not act.kind_title.lower().endswith(_MEETINGS_OF_THE_BODY)
    return "" if is_foreign else _body_in_genitive(act.municipality)


def name_in_genitive(organisation: str) -> str:
    """«Детского сада № 4», «организации «Солнышко»» where the name does not decline."""
    return organisation_in_sentence(russian_quotes(organisation), Case.GENITIVE)


def _body_in_genitive(municipality: Municipality) -> str:
    """«управления образования администрации … района»"""
    if municipality.authorised_body_genitive:
        return russian_quotes(municipality.authorised_body_genitive)
    body = russian_quotes(municipality.authorised_body)
    declined = decline_organisation(body, Case.GENITIVE)
    return declined or (behind_generic_noun(body, "уполномоченного органа") if body else "")


def _administration_of(municipality: Municipality) -> str:
    """As the name of its body has it, «… администрации Заречного муниципального района», otherwise by its own name."""
    rest = municipality.authorised_body.partition("администрации ")[2]
    whose = rest or municipality.name_genitive or decline_organisation(municipality.name, Case.GENITIVE)
    if whose:
        return f"администрации {russian_quotes(whose)}"
    return behind_generic_noun(russian_quotes(municipality.name), "администрации муниципального образования")


def _document_in_instrumental(name: str) -> str:
    """«решение коллегии» → «решением коллегии»; a name that begins otherwise is quoted: «документом «…»»."""
    first, _, rest = name.partition(" ")
    if instrumental := _DOCUMENTS.get(first.lower()):
        return f"{like_the_original(instrumental, first)} {rest}".strip()
    return f"документом «{russian_quotes(name)}»"
