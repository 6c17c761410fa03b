"""Every reason why nothing of a file can be used: its code, and a Russian message that says what to do next."""

from collections.abc import Sequence
from typing import Any


class UnreadableFile(Exception):
    """Nothing of the file can be used. ``code`` names the reason, ``str()`` is the message for the user."""

    code = "unreadable"
    message = "Файл не удалось прочитать. Откройте его в Excel или LibreOffice и сохраните как «Книга Excel (.xlsx)»."

    def __init__(self, message: str = "") -> None:
        super().__init__(message or self.message)


class EmptyFile(UnreadableFile):
    code = "empty_file"
    message = "Файл пустой (0 байт). Проверьте, что он сохранился, и загрузите его ещё раз."


class FileTooLarge(UnreadableFile):
    code = "file_too_large"
    message = "Файл больше 20 МБ. Удалите картинки и лишние листы или разделите его на части."


class TooManyRows(UnreadableFile):
    code = "too_many_rows"
    message = "В файле больше 200 000 строк. Разделите его на части и загрузите их по очереди."


class ArchiveBomb(UnreadableFile):
    code = "archive_too_large"
    message = (
        "После распаковки файл занял бы больше 300 МБ, поэтому он не открыт. "
        "Скопируйте таблицу в новую книгу и загрузите её."
    )


class DangerousMarkup(UnreadableFile):
    code = "dangerous_markup"
    message = (
        "Внутри файла есть ссылки на посторонние данные (XML-сущности), поэтому он не открыт. "
        "Скопируйте таблицу в новую книгу и загрузите её."
    )


class DamagedFile(UnreadableFile):
    code = "damaged_file"
    message = (
        "Файл повреждён или загружен не полностью. Откройте его на своём компьютере; если он открывается, "
        "сохраните заново и загрузите ещё раз, если нет — попросите прислать его снова."
    )


class PasswordProtected(UnreadableFile):
    code = "password_protected"
    message = "Файл защищён паролем. Откройте его, снимите пароль (Файл → Сведения → Защита книги) и загрузите снова."


class WordDocument(UnreadableFile):
    code = "word_document"
    message = "Это документ Word, а нужна таблица. Скопируйте таблицу из него в Excel, сохраните и загрузите книгу."


class Presentation(UnreadableFile):
    code = "presentation"
    message = "Это презентация, а нужна таблица. Перенесите таблицу в Excel, сохраните и загрузите книгу."


class PdfDocument(UnreadableFile):
    code = "pdf_document"
    message = "Это документ PDF, а нужна таблица. Попросите исходную таблицу или перенесите данные в Excel."


class Picture(UnreadableFile):
    code = "picture"
    message = "Это картинка, а нужна таблица. Попросите исходную таблицу или перенесите данные в Excel."


class ForeignArchive(UnreadableFile):
    code = "archive"
    message = "Это архив, а нужна таблица. Распакуйте его и загрузите файлы по одному."


class UnknownFormat(UnreadableFile):
    code = "unknown_format"
    message = "Формат файла не распознан. Подходят .xlsx, .xls, .ods и .csv: сохраните таблицу в одном из них."


class SheetNotFound(UnreadableFile):
    code = "sheet_not_found"
    message = "Такого листа в файле нет. Выберите лист из списка."


class NoDataRows(UnreadableFile):
    code = "no_data_rows"
    message = "В таблице нет строк с данными, только заголовки. Заполните таблицу и загрузите её снова."


class NoTable(UnreadableFile):
    code = "no_header_row"
    message = (
        "Не найдена строка заголовков. Над данными должна быть строка с названиями столбцов, "
        "например: «ФИО наставника», «Образовательная организация», «Должность», «Стаж»."
    )


class NoHeaderRow(NoTable):
    """A table without its heading; whoever looked for it offers in `guesses` the rows that may be it."""

    def __init__(self, message: str = "", *, guesses: Sequence[Any] = ()) -> None:
        """`guesses`: `Table` of `imports.parsing.parsed`, with columns and sample values."""
        super().__init__(message)
        self.guesses = list(guesses)


class WrongKind(UnreadableFile):
    code = "wrong_kind"

    def __init__(self, kind_choice: str, file_kind: str) -> None:
        """Kinds in words."""
        super().__init__(
            f"Выбрано «{kind_choice}», а в файле по столбцам — {file_kind}. "
            "Выберите, что в файле, или «определить автоматически»."
        )


class UnclearColumns(NoHeaderRow):
    """A table was found, but not who its people are; ``guesses`` hold it with its headings."""

    code = "columns_unclear"


class SideBySideTables(UnreadableFile):
    code = "tables_side_by_side"
    message = (
        "На листе рядом стоят два списка: наставники и наставляемые. Перенесите второй на отдельный лист и загрузите "
        "каждый. Если же в строке наставник и его наставляемый, впишите каждому наставляемому наставника и удалите "
        "пустой столбец между ними."
    )
