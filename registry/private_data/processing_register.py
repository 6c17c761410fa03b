"""The register of purposes of processing of a municipality: what the portal does, said by the rules in force."""

from dataclasses import dataclass

from registry.access import MATRIX, Right
from registry.enums import ConsentRule, Role
from registry.policies.rules_in_force import RulesInForce


@dataclass(frozen=True)
class ProcessingPurpose:
    """One purpose; each list is of words."""

    title: str
    people: tuple[str, ...]
    data: tuple[str, ...]
    basis: str
    term: str
    readers: tuple[str, ...]


def _roles(right: Right) -> tuple[str, ...]:
    return tuple(str(role.label) for role in Role if role in MATRIX[right])


def _months(number: int) -> str:
    return f"{number} мес."


def processing_purposes(rules: RulesInForce) -> list[ProcessingPurpose]:
    titles = {str(code): str(label) for code, label in ConsentRule.choices}
    consents = [titles[code] for code in rules.consents_required]
    consent = (
        f"обязательные согласия по политике: {'; '.join(consents)}" if consents else "политика согласий не требует"
    )
    keeping = (
        f"после последней пары — {_months(rules.keep_after_pair_months)}, без пар со дня включения в базу — "
        f"{_months(rules.keep_without_pair_months)}; потом решают, обезличить карточку или оставить её с причиной"
    )
    return [
        ProcessingPurpose(
            "Ведение баз наставников и наставляемых, подбор и сопровождение пар",
            ("педагоги", "обучающиеся", "законные представители несовершеннолетних", "работники организаций-партнёров"),
            (
                "ФИО, прежние имена, пол, дата рождения",
                "телефон и электронная почта",
                "место работы или учёбы, должность, предмет, стаж, категория, образование, класс",
                "ФИО и телефон законного представителя",
                "согласия и их сканы",
                "компетенции, достижения, запросы, программы и маршруты",
            ),
            consent,
            keeping,
            (*_roles(Right.VIEW_PEOPLE), "сам человек, если ему выдан доступ"),
        ),
        ProcessingPurpose(
            "Учёт специальных категорий наставляемых при подборе наставника",
            ("обучающиеся",),
            ("отметки справочника категорий, которые портал считает специальными",),
            consent,
            "вместе с карточкой; при обезличивании удаляются",
            _roles(Right.VIEW_SENSITIVE),
        ),
        ProcessingPurpose(
            "Подготовка и издание распорядительных актов и других документов",
            ("участники пар", "кураторы", "руководители"),
            ("ФИО, должность или класс, организация, сроки и основания",),
            consent,
            "изданные документы не изменяются и не удаляются порталом; срок их хранения определяет оператор",
            _roles(Right.VIEW_DOCUMENTS),
        ),
        ProcessingPurpose(
            "Загрузка сведений из таблиц",
            ("люди, названные в таблице",),
            ("столбцы загруженной таблицы",),
            consent,
            f"файл и содержание строк — {_months(rules.keep_uploads_months)}, потом портал их удаляет",
            _roles(Right.IMPORT),
        ),
        ProcessingPurpose(
            "Доступ к порталу и учёт обращений к личным сведениям",
            ("пользователи портала",),
            ("ФИО, электронная почта, роль", "кто, когда и какую карточку, скан, документ или список открыл"),
            "указывает оператор; доступ выдают по приглашению",
            "записи журнала просмотров порталом не изменяются и не удаляются",
            _roles(Right.VIEW_LOG),
        ),
    ]


#: what the portal does by itself, whatever its settings
MEASURES = (
    "вход по личной учётной записи, доступ по роли и организации",
    "специальные категории видны только внутри организации наставляемого",
    "просмотры карточек, скачивание сканов и документов и выгрузки записываются в журнал, который нельзя изменить",
    "история изменений карточек с указанием, кто и когда их внёс",
    "всё, что хранится о человеке, выдаётся ему по запросу одним файлом; карточку обезличивают вместе с её историей",
    "показатели для муниципалитета и региона — числа без имён наставляемых",
)
