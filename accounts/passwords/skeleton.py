"""One writing for a word however it is typed: «Щукина», «Schukina» and «SHCHUKINA» are the same."""

from accounts.passwords.keyboard import in_latin_layout, in_russian_layout

#: each Russian letter before a colon, what stands for it after it
_LETTERS = (
    "а:a б:b в:v г:g д:d е:e ё:e ж:zh з:z и:i й:i к:k л:l м:m н:n о:o п:p р:r с:s т:t у:u ф:f х:h ц:c ч:ch ш:sh щ:sh "
    "ъ: ы:i ь: э:e ю:iu я:ia"
)
_LATIN = {pair[0]: pair[2:] for pair in _LETTERS.split(" ")}
#: the ways in which people write Russian sounds in Latin letters; the longer ones first
_SAME_SOUND = (
    ("shch", "sh"), ("sch", "sh"), ("kh", "h"), ("ts", "c"), ("tz", "c"), ("yu", "iu"), ("ju", "iu"), ("ya", "ia"),
    ("ja", "ia"), ("yo", "e"), ("jo", "e"), ("ye", "e"), ("je", "e"), ("ie", "e"), ("y", "i"), ("j", "i"), ("w", "v"),
    ("x", "ks"), ("ck", "k"), ("q", "k"),
)  # fmt: skip
_LOOKS_LIKE = str.maketrans("0134578@$!", "oieastbasi")


def skeleton(text: str) -> str:
    """The letters of the text alone, in one writing."""
    latin = "".join(_LATIN.get(letter, letter) for letter in text.lower() if letter.isalpha())
    for writing, sound in _SAME_SOUND:
        latin = latin.replace(writing, sound)
    return "".join(letter for letter, former in zip(latin, " " + latin, strict=False) if letter != former)


def skeletons(password: str) -> set[str]:
    """All that a password may be meant to say: in either layout, and with digits and signs that stand for letters."""
    small = password.lower()
    texts = (small, in_russian_layout(small), in_latin_layout(small), small.translate(_LOOKS_LIKE))
    return {skeleton(text) for text in texts}
