"""What is no password of the portal, and what to do instead. Listed in AUTH_PASSWORD_VALIDATORS."""

import re
from collections.abc import Iterable
from functools import cache

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from accounts.extension_points import password_words
from accounts.passwords.keyboard import in_latin_layout, is_walk
from accounts.passwords.skeleton import skeleton, skeletons
from accounts.passwords.words import COMMON, PORTAL

SHORTEST, LONGEST = 10, 128
#: letters of a word that are too few to tell it in a password
SHORT_WORD = 4
#: a password of so many known words is long enough to be hard to guess
ENOUGH_WORDS = 4
#: letters beside the known words that make a password one's own
OWN_LETTERS = 6
ADVICE = "Возьмите четыре слова, которые ничем не связаны, или что-то понятное вам одному."


class LengthValidator:
    """Of ten signs at least, of 128 at most."""

    def validate(self, password: str, user: object = None) -> None:
        if len(password) < SHORTEST:
            raise ValidationError(f"Пароль короче {SHORTEST} знаков. Допишите ещё слово.", code="password_too_short")
        if len(password) > LONGEST:
            raise ValidationError(f"Пароль длиннее {LONGEST} знаков. Сократите его.", code="password_too_long")

    def get_help_text(self) -> str:
        return f"От {SHORTEST} до {LONGEST} знаков, любые: буквы, цифры, пробелы."


class GuessableValidator:
    """No digits alone, no rows of keys, nothing that very many people take, in either layout of the keyboard."""

    def validate(self, password: str, user: object = None) -> None:
        small = password.lower()
        if password.isdigit():
            raise ValidationError(f"Пароль из одних цифр легко подобрать. {ADVICE}", code="password_entirely_numeric")
        if is_walk(password):
            text = f"Это ряд соседних клавиш или букв: такие пароли подбирают первыми. {ADVICE}"
            raise ValidationError(text, code="password_of_neighbours")
        letters = {re.sub(r"[\W\d_]", "", text) for text in (small, in_latin_layout(small))}
        if ({small, in_latin_layout(small)} | letters) & _taken_often() or _says_only(password, _common()):
            raise ValidationError(
                f"Такой пароль берут очень многие, хотя бы и в другой раскладке. {ADVICE}", code="password_too_common"
            )

    def get_help_text(self) -> str:
        return "Не подойдут одни цифры, ряды клавиш и частые пароли, в любой раскладке."


class OwnWordsValidator:
    """Nothing that others know of its owner: names, address, the words of the portal, where one works."""

    def validate(self, password: str, user: object = None) -> None:
        if _says_only(password, _words_of(user)):
            text = f"В пароле ваше имя или почта. Их знают и другие. {ADVICE}"
            raise ValidationError(text, code="password_too_similar")
        places = (word for provider in password_words for word in provider(user)) if user is not None else ()
        if _says_only(password, _portal() | _split(places) | _common() | _words_of(user)):
            text = f"В пароле слова портала или название места, где он работает: их пробуют первыми. {ADVICE}"
            raise ValidationError(text, code="password_of_the_portal")

    def get_help_text(self) -> str:
        return "Не подойдут имя, почта, название организации и слова портала («наставничество»)."


def _says_only(password: str, words: Iterable[str]) -> bool:
    """Whether the password is one to three of the words with little besides; digits and signs count for nothing."""
    longest_first = sorted(words, key=len, reverse=True)
    return any(_is_made_of(text, longest_first) for text in skeletons(password))


def _is_made_of(text: str, words: list[str]) -> bool:
    in_it = []
    for word in words:
        if word in text:
            in_it.append(word)
            text = text.replace(word, " ")
    return 0 < len(in_it) < ENOUGH_WORDS and len(text.replace(" ", "")) < OWN_LETTERS


def _split(texts: Iterable[str]) -> frozenset[str]:
    words = (skeleton(word) for text in texts for word in re.split(r"[\W\d_]+", text))
    return frozenset(_stem(word) for word in words if len(word) >= SHORT_WORD)


def _stem(word: str) -> str:
    """Without the vowels of its case, where enough is left: «школы» is «школа» too."""
    stem = word.rstrip("aeiou")
    return stem if len(stem) > SHORT_WORD else word


def _words_of(user: object) -> frozenset[str]:
    names = [getattr(user, name, "") for name in ("last_name", "first_name", "middle_name")]
    return _split([*names, getattr(user, "email", "")])


@cache
def _common() -> frozenset[str]:
    return _split([COMMON])


@cache
def _portal() -> frozenset[str]:
    return _split([PORTAL])


@cache
def _taken_often() -> set[str]:
    return CommonPasswordValidator().passwords
