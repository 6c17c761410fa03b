"""What stands in the empty spreadsheets: columns of each kind of import, and what is told about them."""

from dataclasses import dataclass, replace

from imports.enums import ImportKind

DATA, INSTRUCTION, LISTS = "Данные", "Инструкция", "Списки"
REQUIRED_MARK = " *"

#: names of the lists to choose from
ORGANISATIONS, PARTNERS, QUALIFICATIONS = "организации", "партнёры", "квалификационные категории"
FORMS, ROLE_MODELS, KINDS_OF_MENTORING = "формы", "ролевые модели", "виды"
CATEGORIES, ORGANISATION_TYPES, AGREEMENTS, YES_OR_NO = "категории", "типы организаций", "договоры", "да или нет"
CLASSES, PARTICIPANTS = "классы", "кто это"
#: lists of suggestions only: a cell may hold several of them, or something of the same kind
SUGGESTIONS = frozenset({CATEGORIES, KINDS_OF_MENTORING, CLASSES, AGREEMENTS, PARTNERS})


@dataclass(frozen=True)
class Column:
    """`choices`: the name of a list. `is_code`: digits that are no number, such as a phone."""

    heading: str
    about: str
    example: str = ""
    required: bool = False
    choices: str = ""
    is_date: bool = False
    is_code: bool = False
    width: int = 20


@dataclass(frozen=True)
class Template:
    title: str
    columns: tuple[Column, ...]
    own_rules: tuple[str, ...] = ()
    known_by: str = "ФИО, организации, дате рождения и телефону"

    @property
    def rules(self) -> tuple[str, ...]:
        return (*_RULES, *self.own_rules, _REVIEW, _AGAIN.format(self.known_by))

    @property
    def lists(self) -> frozenset[str]:
        return frozenset(column.choices for column in self.columns)


_RULES = (
    f"Заполняйте лист «{DATA}»: одна строка — одна запись. Столбцы со звёздочкой обязательны, остальные можно оставить "
    "пустыми или удалить. Заголовки столбцов не переименовывайте.",
    "СНИЛС и паспортные данные вписывать нельзя: портал их не загружает.",
    "Даты пишите как дд.мм.гггг. Телефон — с кодом, например 8 (912) 000-11-22; добавочный — через запятую: доб. 12.",
    "Если ответ можно выбрать, в ячейке есть список. Другое написание тоже подойдёт, но портал может о нём спросить.",
)
_REVIEW = (
    "После загрузки портал покажет, что прочитано и что изменится. До вашего подтверждения ничего не записывается."
)
_AGAIN = (
    "Что уже есть в реестре, портал узнаёт по {}: второй карточки не появится. Пустая ячейка ничего не стирает. "
    "Один и тот же файл можно загрузить ещё раз: повторно ничего не запишется."
)

_NAME = Column(
    "ФИО", "Фамилия, имя и отчество полностью, без инициалов. Отчества может не быть.", required=True, width=34
)
_SCHOOL = Column(
    "Образовательная организация",
    "Краткое наименование, как в справочнике портала: выберите из списка.",
    "МБОУ «Заречная СОШ № 2»", required=True, choices=ORGANISATIONS, width=34,
)  # fmt: skip
_POSITION = Column("Должность", "Должность по трудовому договору.", "учитель математики", width=26)
_SUBJECT = Column("Предмет", "Что преподаёт или чем занимается.", "математика", width=20)
_EXPERIENCE = Column(
    "Стаж", "Полных лет, или лет и месяцев, или год начала: «12», «12 лет 3 мес.», «с 2010 года».", "12", width=12
)
_BORN = Column("Дата рождения", "Отличает полных тёзок.", "17.05.1985", is_date=True, width=14)
_PHONE = Column("Телефон", "Один номер с кодом.", "8 (912) 000-11-22", is_code=True, width=20)
_EMAIL = Column("Электронная почта", "Один адрес.", "petrova@school.example", width=26)
_NOTE = Column(
    "Примечание", "Что угодно. Строки со словом «уволен» или «выбыл» портал по умолчанию не загружает.", width=30
)
_ORDER_NUMBER = Column("Номер приказа", "Номер приказа о закреплении, без знака №.", "56-ОД", is_code=True, width=14)

TEMPLATES: dict[str, Template] = {
    ImportKind.MENTORS: Template(
        "банк наставников",
        (
            replace(_NAME, example="Петрова Анна Сергеевна"),
            _SCHOOL,
            _POSITION,
            _SUBJECT,
            _EXPERIENCE,
            Column(
                "Квалификационная категория",
                "высшая, первая, соответствие занимаемой должности или пусто.",
                "высшая", choices=QUALIFICATIONS, width=24,
            ),
            Column("Образование", "Уровень и учебное заведение.", "высшее, педагогический институт", width=26),
            _BORN,
            _PHONE,
            _EMAIL,
            Column("Достижения", "Награды, победы в конкурсах, пособия.", "победитель районного конкурса", width=30),
            _NOTE,
        ),
    ),
    ImportKind.MENTEES: Template(
        "база наставляемых",
        (
            replace(_NAME, example="Орлов Кирилл Андреевич"),
            _SCHOOL,
            Column(
                "Кто это", "обучающийся, педагог или студент; пусто — портал решит по классу и возрасту.",
                "обучающийся", choices=PARTICIPANTS, width=16,
            ),
            Column("Класс", "Для обучающихся: номер и буква.", "7Б", choices=CLASSES, is_code=True, width=9),
            replace(_POSITION, about="Для педагогов и студентов."),
            _SUBJECT,
            _EXPERIENCE,
            Column(
                "Категория наставляемого",
                "Одна или несколько через точку с запятой. Ограничения здоровья, трудную жизненную ситуацию и "
                "поведение в таблицу не вписывайте: их отмечает сама организация на карточке.",
                "молодые специалисты", choices=CATEGORIES, width=34,
            ),
            replace(_BORN, about="Обучающиеся участвуют с 10 лет.", example="04.03.2012"),
            Column(
                "Законный представитель", "Кем приходится, ФИО полностью, телефон.",
                "мать Орлова Нина Васильевна, 8 (912) 000-11-22", width=40,
            ),
            _PHONE,
            _EMAIL,
            _NOTE,
        ),
    ),
    ImportKind.PAIRS: Template(
        "список пар",
        (
            replace(_SCHOOL, heading="Организация", about="Где ведётся наставничество: выберите из списка."),
            replace(_NAME, heading="ФИО наставника", example="Петрова Анна Сергеевна"),
            replace(_POSITION, heading="Должность наставника"),
            replace(_NAME, heading="ФИО наставляемого", example="Захарова Юлия Петровна"),
            replace(_POSITION, heading="Должность наставляемого", about="Для педагогов и студентов."),
            Column(
                "Класс наставляемого", "Для обучающихся: номер и буква.", "7Б", choices=CLASSES, is_code=True, width=14
            ),
            Column("Форма наставничества", "Выберите из списка.", "педагог – педагог", choices=FORMS, width=30),
            Column(
                "Ролевая модель", "Если у формы есть модели.", "опытный педагог – молодой специалист",
                choices=ROLE_MODELS, width=34,
            ),
            Column(
                "Вид наставничества", "Один или несколько через точку с запятой.",
                "традиционная форма наставничества («один-на-один»)", choices=KINDS_OF_MENTORING, width=34,
            ),
            Column("Дата начала", "С какого дня.", "01.09.2026", required=True, is_date=True, width=14),
            Column("Дата окончания", "По какой день: от 3 месяцев до 1 года.", "31.05.2027", required=True,
                   is_date=True, width=14),
            _ORDER_NUMBER,
            Column("Дата приказа", "День подписания приказа.", "31.08.2026", is_date=True, width=14),
            _NOTE,
        ),
        (
            "У наставника не больше трёх наставляемых одновременно. Строки сверх предела портал не запишет и скажет, "
            "какие соперничают. Порядок строк ничего не решает.",
            "Загруженная пара — черновик: согласия и приказ добавляют в портале.",
        ),
    ),
    ImportKind.ORGANISATIONS: Template(
        "перечень организаций",
        (
            Column(
                "Полное наименование", "Как в уставе.",
                "Муниципальное бюджетное общеобразовательное учреждение «Заречная СОШ № 2»", required=True, width=50,
            ),
            Column("Краткое наименование", "Под ним организацию видно в списках.", "МБОУ «Заречная СОШ № 2»",
                   required=True, width=34),
            Column("Тип организации", "Выберите из списка.", "общеобразовательная организация",
                   choices=ORGANISATION_TYPES, width=34),
            Column("ИНН", "10 или 12 цифр.", "0299001022", is_code=True, width=15),
            Column("Должность руководителя", "Как в приказах.", "директор", width=24),
            Column("ФИО руководителя", "Полностью.", "Стародубцев Глеб Родионович", width=34),
            Column("Адрес", "Юридический.", "п. Заречный, ул. Школьная, д. 1", width=40),
            _PHONE,
            _EMAIL,
        ),
        known_by="ИНН или названию",
    ),
    ImportKind.PARTNERS: Template(
        "наставники предприятий",
        (
            Column("Предприятие", "Наименование предприятия или организации. Новое портал предложит завести.",
                   "ООО «Заречье»", required=True, choices=PARTNERS, width=36),
            Column("ИНН", "10 или 12 цифр: по нему предприятие узнаётся вернее всего.", "0299001022", is_code=True,
                   width=15),
            replace(_NAME, example="Лебедева Татьяна Александровна"),
            replace(_POSITION, example="главный технолог"),
            Column("Опыт работы", "Полных лет или год начала. Наставник-работодатель работает не меньше 5 лет.",
                   "с 2010 года", width=16),
            Column("Договор", "Номер и дата, либо одно слово: планируется, заключён, завершён.", "№ 12 от 01.09.2026",
                   choices=AGREEMENTS, width=24),
            Column("Согласие", "Дано ли согласие быть наставником.", "да", choices=YES_OR_NO, width=12),
            _PHONE,
            _EMAIL,
            _NOTE,
        ),
    ),
}  # fmt: skip
