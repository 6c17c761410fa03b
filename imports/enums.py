"""Closed lists of the import with their labels."""

from django.db.models import TextChoices

from registry.side_texts import side_label


class ImportKind(TextChoices):
    MENTORS = "mentors", side_label("база наставников")
    MENTEES = "mentees", side_label("база наставляемых")
    PAIRS = "pairs", "список пар"
    ORGANISATIONS = "organisations", "перечень организаций"
    PARTNERS = "partners", side_label("наставники предприятий")


class ImportStatus(TextChoices):
    """`UPLOADED`: stored, not read yet; `MAPPING`: a person has to say what the columns hold."""

    UPLOADED = "uploaded", "ждёт чтения"
    MAPPING = "mapping", "нужно указать столбцы"
    DRAFT = "draft", "на проверке"
    COMMITTED = "committed", "внесено"
    UNDONE = "undone", "запись отменена"
    DISCARDED = "discarded", "отменено"


class ImportJob(TextChoices):
    """What a background task is doing with a batch."""

    READ = "read", "читаем файл"
    WRITE = "write", "записываем"
    UNDO = "undo", "отменяем запись"


class ImportRowStatus(TextChoices):
    NEW = "new", "новая"
    CHANGED = "changed", "изменится"
    UNCHANGED = "unchanged", "без изменений"
    REVIEW = "review", "сомнение"
    ERROR = "error", "ошибка"
    OFF = "off", "не импортировать"
