"""What only the register can tell about a row: codes, words, what to do. The file's own codes are in `codes.py`."""

from imports.enums import ImportRowStatus
from imports.models import ImportRow
from imports.parsing.codes import Gravity, advice_for, gravity_of
from imports.row_data import RowIssue

#: Code → what the school should do about it.
_ADVICE = {
    "foreign_organisation": "Оставьте в файле только людей своей организации.",
    "archived_organisation": "Верните организацию из архива или исправьте название.",
    "too_long": "Сократите текст в ячейке.",
    "experience_before_birth": "Проверьте стаж и дату рождения.",
    "name_taken": "Проверьте название и ИНН: такие уже есть у другой организации.",
    "kind_unknown": "Укажите тип организации.",
    "spelled_otherwise": "Проверьте написание имени и выберите, кто это.",
    "middle_name_missing": "Впишите отчество или выберите, кто это.",
    "maybe_known": "Проверьте, не этот ли человек уже есть в реестре.",
    "near_row": "Проверьте, один это человек или два, и исправьте написание.",
    "several_namesakes": "Впишите дату рождения или телефон, чтобы различить тёзок.",
    "in_archive": "Выберите, вернуть ли человека в базу.",
    "cap_competing": "Оставьте наставнику не больше трёх наставляемых одновременно.",
    "mentor_elsewhere": "Проверьте, не из другой ли организации наставник.",
    "form_unclear": "Напишите форму так, как она называется в политике муниципалитета.",
    "pair_refused": "Исправьте строку: такой пары правила не позволяют.",
    "several_mentors": "Оставьте наставляемому одного наставника.",
    "changed_meanwhile": "Проверьте строку ещё раз: карточка изменилась после загрузки файла.",
}

#: questions of the file that a chosen organisation, or a new one, answers
_ABOUT_ORGANISATION = frozenset({"organisation_ambiguous", "new_organisation"})


def advice(code: str) -> str:
    """The cell «Что сделать» of the file of errors and of the review page; empty when nothing needs doing."""
    return _ADVICE.get(code) or advice_for(code)


def grave_issues(row: ImportRow) -> list[RowIssue]:
    """What keeps the row from being written, errors first."""
    asking = [issue for issue in row.warnings if issue.asks or gravity_of(issue.code) is not Gravity.TOLD]
    return [*row.errors, *asking]


def first_issue_code(row: ImportRow) -> str:
    """The code of the first thing that keeps the row from being written; empty for a row that nothing keeps."""
    if row.status not in (ImportRowStatus.REVIEW, ImportRowStatus.ERROR, ImportRowStatus.OFF):
        return ""
    answered = _ABOUT_ORGANISATION if row.decision.organisation or row.decision.new_organisation else ()
    grave = row.errors or [
        issue
        for issue in row.warnings
        if issue.asks or (gravity_of(issue.code) is not Gravity.TOLD and issue.code not in answered)
    ]
    if row.status == ImportRowStatus.OFF:  # what the file leaves out says so before what else is wrong with it
        grave = sorted(grave, key=lambda issue: gravity_of(issue.code) is not Gravity.OFF)
    return grave[0].code if grave else ""
