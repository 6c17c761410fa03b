"""Only very long words may be broken, and only between syllables."""

import pytest

from russian.hyphenation import SOFT_HYPHEN, soften


@pytest.mark.parametrize(
    ("word", "broken"),
    [
        ("самоорганизующееся", "самоор-гани-зующееся"),
        ("Константинопольская", "Конс-танти-нопольская"),
        ("директор", "директор"),
        ("сельхозпредприятий", "сель-хозпред-приятий"),
        ("учитель-дефектолог", "учитель-дефектолог"),
    ],
)
def test_long_words_get_soft_hyphens(word: str, broken: str) -> None:
    assert soften(word, longer_than=15).replace(SOFT_HYPHEN, "-") == broken
