"""How the cells of a column look: what a column under an unknown heading is proposed as.

`imports.fields` says which column has which.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CellPattern:
    """`pattern` is searched for in the cell; `likeness`: how surely a cell that has it belongs to the column, to 1."""

    pattern: re.Pattern[str]
    likeness: float = 0.9

    def fits(self, text: str) -> bool:
        return self.pattern.search(text) is not None


POSITION = CellPattern(
    re.compile(
        r"\A(?:(?:(?:и\.?\s?о\.?|ст\.|старш\w+|младш\w+|зам\.?|главн\w+|социальн\w+|музыкальн\w+)\s+)?"
        r"(?:учител[ьяи]|педагог(?:\b|-)|воспитател|преподавател|методист|директор|завуч|заведующ|заместител|психолог|"
        r"логопед|дефектолог|тьютор|вожат|библиотекар|инструктор|тренер|концертмейстер|лаборант|мастер\b|врач\b|инженер|"
        r"музыкальный руководител))",
        re.IGNORECASE,
    ),
    likeness=1.0,
)
SUBJECT = CellPattern(
    re.compile(
        r"\A(?:(?:высш\w+ )?(?:матем|алгебр|геометр|русск\w+ яз|литератур|английск|немецк|французск|иностр|истори[яи]|"
        r"обществозн|географи|биологи|хими[яи]|физик[аи]|физ-?ра|физкульт|физическ\w+ культур|информатик|технологи|"
        r"труд\b|музык[аи]\b|изо\b|изобразит|обж\b|обзр\b|начальн\w+ класс|астрономи|экономик|право\b|окружающ|"
        r"родн\w+ (?:яз|лит)|черчени))",
        re.IGNORECASE,
    ),
    likeness=1.0,
)
QUALIFICATION = CellPattern(
    re.compile(
        r"\A(?:(?:высш(?:ая|ей|ую)|перв(?:ая|ой|ую))(?: (?:кв|кат)\w*\.?(?: категори\w+)?)?|"
        r"(?:вторая|[1i]) (?:кв\.? ?)?кат\w*\.?|с\.?\s?з\.?\s?д\.?|соотв\w*.*|[вп]/?к\.?к?|б/?к|"
        r"без кат\w*\.?|не аттестован\w*)\Z",
        re.IGNORECASE,
    ),
    likeness=1.0,
)
EDUCATION = CellPattern(
    re.compile(
        r"\A(?:(?:неполное |неоконченное )?высшее|среднее|бакалавр|магистр|специалитет)",
        re.IGNORECASE,
    )
)
PARTNER = CellPattern(re.compile(r"\A(?:(?:ООО|ОАО|ЗАО|ПАО|АО|ИП|ГУП|МУП|КФХ|СПК)\b)"))
ADDRESS = CellPattern(
    re.compile(
        r"\b(?:ул|пер|пр-т|просп|пр|мкр)\.\s?\w|\b(?:улица|переулок|проспект)\b",
        re.IGNORECASE,
    )
)
