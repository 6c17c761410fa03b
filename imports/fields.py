"""Every column of a spreadsheet that the import knows: one entry each.

From the entry follow the dictionary of headings (``parsing/headings.py``), the reader (``cleaner`` or ``is_text``),
what is written and its label on the page of review (``target``), the empty spreadsheet with its instructions and
drop-downs (``columns``), which column of the exported bank comes back as this one (``exported_as``), and when a column
under an unknown heading is proposed as it (``pattern``, ``instead_of``, ``is_of_either``).
"""

from __future__ import annotations

from imports.cell_patterns import ADDRESS, EDUCATION, PARTNER, POSITION, QUALIFICATION, SUBJECT
from imports.enums import ImportKind
from imports.field_definition import ChoiceList, Field, FieldGroup, TemplateColumn
from imports.person_cleaners import (
    read_birth_date,
    read_categories,
    read_email,
    read_experience,
    read_phone,
    read_position,
    read_position_and_subject,
    read_qualification,
    read_representative_cell,
    read_representatives_phone,
    read_school_class,
)

MENTORS, MENTEES, PAIRS = ImportKind.MENTORS, ImportKind.MENTEES, ImportKind.PAIRS
ORGANISATIONS, PARTNERS = ImportKind.ORGANISATIONS, ImportKind.PARTNERS
PERSON, ORGANISATION, PAIR = FieldGroup.PERSON, FieldGroup.ORGANISATION, FieldGroup.PAIR


FIELDS: tuple[Field, ...] = (
    Field("number", "Номер по порядку", (
        "n", "n п п", "п п", "n пп", "пп", "номер", "no", "номер п п", "номер по порядку")),
    Field("snils", "СНИЛС", ("снилс",), r"\bснилс\b",
        is_forbidden=True),
    Field("passport", "Паспорт", ("паспорт", "паспортные данные", "серия и номер паспорта"), r"\bпаспорт",
        is_forbidden=True),
    Field("full_org_name", "Полное наименование организации", (
        "полное наименование", "полное наименование организации", "полное название", "полное наименование оо",
        "полное наименование образовательной организации", "наименование полное"),
        r"^полное (?:наименование|название)",
        group=ORGANISATION,
        columns=(
            TemplateColumn({ORGANISATIONS: 10}, "Как в уставе.",
                "Муниципальное бюджетное общеобразовательное учреждение «Заречная СОШ № 2»",
                heading="Полное наименование", is_required=True, width=50),
        )),
    Field("short_org_name", "Краткое наименование организации", (
        "краткое наименование", "краткое наименование организации", "сокращенное наименование", "краткое название",
        "краткое наименование оо", "сокращенное наименование организации", "наименование краткое"),
        r"^(?:кратк|сокращ)\w* (?:наименование|название)",
        group=ORGANISATION,
        columns=(
            TemplateColumn({ORGANISATIONS: 20}, "Под ним организацию видно в списках.", "МБОУ «Заречная СОШ № 2»",
                heading="Краткое наименование", is_required=True, width=34),
        )),
    Field("org_type", "Тип организации", ("тип организации", "тип", "тип оо", "вид организации", "тип учреждения"),
          r"^тип (?:орг|оо|учр)",
        group=ORGANISATION,
        columns=(
            TemplateColumn({ORGANISATIONS: 30}, "Выберите из списка.", "общеобразовательная организация",
                choices=ChoiceList.ORGANISATION_TYPES, width=34),
        )),
    Field("head_position", "Должность руководителя", ("должность руководителя",), r"должность руковод",
        group=ORGANISATION, target="organisation.head_position", is_text=True,
        columns=(
            TemplateColumn({ORGANISATIONS: 50}, "Как в приказах.", "директор", width=24),
        )),
    Field("head_name", "ФИО руководителя", (
        "фио руководителя", "руководитель", "директор", "фио директора", "руководитель организации", "руководитель оо"),
        r"фио (?:руковод|директ|заведую)",
        group=ORGANISATION, target="organisation.head_name", is_text=True,
        columns=(
            TemplateColumn({ORGANISATIONS: 60}, "Полностью.", "Стародубцев Глеб Родионович", width=34),
        )),
    Field("address", "Адрес", (
        "адрес", "адрес организации", "юридический адрес", "место нахождения", "фактический адрес"),
        r"\bадрес\w*\b(?! (?:эл|e ?mail|почты))",
        group=ORGANISATION, pattern=ADDRESS, target="organisation.address", is_text=True,
        columns=(
            TemplateColumn({ORGANISATIONS: 70}, "Юридический.", "п. Заречный, ул. Школьная, д. 1", width=40),
        )),
    Field("inn", "ИНН", ("инн", "инн организации"), r"\bинн\b",
        group=ORGANISATION,
        columns=(
            TemplateColumn({ORGANISATIONS: 40}, "10 или 12 цифр.", "0299001022", is_code=True, width=15),
            TemplateColumn({PARTNERS: 20}, "10 или 12 цифр: по нему предприятие узнаётся вернее всего.", "0299001022",
                is_code=True, width=15),
        )),
    Field("partner", "Предприятие", (
        "предприятие", "наименование предприятия", "предприятие организация", "организация партнер", "партнер",
        "работодатель", "наименование работодателя", "организация работодатель", "наименование партнера"),
        r"предприяти|работодател|партнер",
        group=ORGANISATION, instead_of=("full_org_name", "short_org_name"), pattern=PARTNER,
        columns=(
            TemplateColumn({PARTNERS: 10}, "Наименование предприятия или организации. Новое портал предложит завести.",
                "ООО «Заречье»", is_required=True, choices=ChoiceList.PARTNERS, width=36),
        )),
    Field("birth_date", "Дата рождения", (
        "дата рождения", "дата рожд", "д р", "др", "год рождения", "число месяц год рождения", "дата рождения ребенка",
        "г р", "рожден"), r"\bрожд",
        group=PERSON, is_of_either=True, cleaner=read_birth_date, exported_as="birth_date",
        columns=(
            TemplateColumn({MENTORS: 80}, "Отличает полных тёзок.", "17.05.1985", is_date=True, width=14),
            TemplateColumn({MENTEES: 90}, "Обучающиеся участвуют с 10 лет.", "04.03.2012", is_date=True, width=14),
        )),
    Field("representative_phone", "Телефон законного представителя", (
        "телефон родителей", "телефон родителя", "тел родителей", "телефон законного представителя",
        "контактный телефон родителей", "контакты родителей", "номер телефона родителей", "телефон мамы"),
        r"^(?:контакт\w* |номер )*(?:тел|сот|моб)\w* (?:номер )?(?:родител|законн|представит)",
        group=PERSON, cleaner=read_representatives_phone),
    Field("representative", "Законный представитель", (
        "родители", "родители телефон", "законный представитель", "родитель", "родитель законный представитель",
        "законные представители", "фио родителей", "родители законные представители", "родители контакты",
        "фио родителя телефон"), r"\bродител|законн\w* представител",
        group=PERSON, cleaner=read_representative_cell, exported_as="representative",
        columns=(
            TemplateColumn({MENTEES: 100}, "Кем приходится, ФИО полностью, телефон.",
                "мать Орлова Нина Васильевна, 8 (912) 000-11-22", width=40),
        )),
    Field("last_name", "Фамилия", ("фамилия",),
        group=PERSON, target="person.last_name", exported_as="last_name"),
    Field("first_name", "Имя", ("имя",),
        group=PERSON, target="person.first_name", exported_as="first_name"),
    Field("middle_name", "Отчество", ("отчество", "отчество при наличии"),
        group=PERSON, target="person.middle_name", exported_as="middle_name"),
    Field("full_name", "ФИО", (
        "фио", "фамилия имя отчество", "фамилия имя и отчество", "фио полностью", "фио педагога", "фио сотрудника",
        "фио работника", "фио учителя", "фио преподавателя", "педагог", "сотрудник", "фио участника",
        "фамилия и имя", "фамилия имя",
        "фио специалиста", "фи", "имя фамилия", "фамилия имя отчество полностью",
        "фио педагогического работника", "фио полностью отчество при наличии"),
        r"^(?!.*\b(?:куратор|ответственн|составител|исполнител|классн|отц|матер|мам|пап|эксперт|методист)).*"
        r"(?:\bфио\b|фамилия имя)",
        group=PERSON, instead_of=("last_name", "first_name", "middle_name"),
        columns=(
            TemplateColumn({MENTORS: 10}, "Фамилия, имя и отчество полностью, без инициалов. Отчества может не быть.",
                "Петрова Анна Сергеевна", is_required=True, width=34),
            TemplateColumn({MENTEES: 10}, "Фамилия, имя и отчество полностью, без инициалов. Отчества может не быть.",
                "Орлов Кирилл Андреевич", is_required=True, width=34),
            TemplateColumn({PAIRS: 20}, "Фамилия, имя и отчество полностью, без инициалов. Отчества может не быть.",
                "Петрова Анна Сергеевна", heading="ФИО наставника", is_required=True, width=34),
            TemplateColumn({PAIRS: 40}, "Фамилия, имя и отчество полностью, без инициалов. Отчества может не быть.",
                "Захарова Юлия Петровна", heading="ФИО наставляемого", is_required=True, width=34),
            TemplateColumn({PARTNERS: 30}, "Фамилия, имя и отчество полностью, без инициалов. Отчества может не быть.",
                "Лебедева Татьяна Александровна", is_required=True, width=34),
        )),
    Field("experience", "Стаж", (
        "стаж", "пед стаж", "стаж лет", "стаж работы", "педагогический стаж", "общий стаж",
        "стаж педагогической работы", "опыт работы", "опыт", "стаж работы лет", "пед стаж лет", "трудовой стаж"),
        r"\bстаж|\bопыт",
        group=PERSON, is_of_either=True, cleaner=read_experience, exported_as="experience",
        columns=(
            TemplateColumn({MENTORS: 50, MENTEES: 70},
                "Полных лет, или лет и месяцев, или год начала: «12», «12 лет 3 мес.», «с 2010 года».", "12",
                width=12),
            TemplateColumn({PARTNERS: 50},
                "Полных лет или год начала. Наставник-работодатель работает не меньше 5 лет.", "с 2010 года",
                heading="Опыт работы", width=16),
        )),
    Field("mentee_category", "Категория наставляемого", (
        "категория наставляемого", "категория обучающегося", "категория ученика", "категория участника",
        "основание включения", "группа риска", "социальный статус", "социальная категория", "статус ребенка"),
        r"категори\w* (?:наставляем|обучающ|учени|участник|ребенк)",
        group=PERSON, cleaner=read_categories, exported_as="categories",
        columns=(
            TemplateColumn({MENTEES: 80},
                "Одна или несколько через точку с запятой. Ограничения здоровья, трудную жизненную ситуацию "
                "и поведение в таблицу не вписывайте: их отмечает сама организация на карточке.",
                "молодые специалисты", choices=ChoiceList.CATEGORIES, width=34),
        )),
    Field("category", "Категория", (
        "категория", "кк", "кв категория", "квалификационная категория", "квалиф категория", "квалификация",
        "категория разряд", "кв кат"), r"\bкатегори|\bкв кат",
        group=PERSON, is_of_either=True, pattern=QUALIFICATION, cleaner=read_qualification, exported_as="qualification",
        columns=(
            TemplateColumn({MENTORS: 60}, "высшая, первая, соответствие занимаемой должности или пусто.", "высшая",
                heading="Квалификационная категория", choices=ChoiceList.QUALIFICATIONS, width=24),
        )),
    Field("head_phone", "Телефон руководителя", ("телефон руководителя",),
        group=ORGANISATION),
    Field("phone", "Телефон", (
        "телефон", "тел", "контакты", "сот", "контактный телефон", "номер телефона", "сотовый телефон", "сотовый",
        "мобильный телефон", "моб телефон", "контактные данные", "моб тел", "контактный номер", "тел сот"),
        r"\bтел\b|телефон|\bсот\b|\bконтакт|\bмоб\b",
        group=PERSON, is_of_either=True, cleaner=read_phone, target="person.phone", exported_as="phone",
        columns=(
            TemplateColumn({MENTORS: 90, MENTEES: 110, ORGANISATIONS: 80, PARTNERS: 80}, "Один номер с кодом.",
                "8 (912) 000-11-22", is_code=True),
        )),
    Field("email", "Электронная почта", (
        "email", "e mail", "эл почта", "электронная почта", "почта", "адрес электронной почты", "эл адрес"),
        r"e ?mail|\bпочт",
        group=PERSON, is_of_either=True, cleaner=read_email, target="person.email", exported_as="email",
        columns=(
            TemplateColumn({MENTORS: 100, MENTEES: 120, ORGANISATIONS: 90, PARTNERS: 90}, "Один адрес.",
                "petrova@school.example", width=26),
        )),
    Field("position_subject", "Должность, предмет", (
        "должность предмет", "должность и предмет", "должность преподаваемый предмет", "занимаемая должность предмет",
        "должность с указанием предмета", "должность учебный предмет"),
        group=PERSON, instead_of=("position", "subject"), is_of_either=True, cleaner=read_position_and_subject),
    Field("position", "Должность", (
        "должность", "занимаемая должность", "должность специальность", "профессия"), r"\bдолжност",
        group=PERSON, pattern=POSITION, cleaner=read_position, target="person.position", exported_as="position",
        is_of_either=True,
        columns=(
            TemplateColumn({MENTORS: 30}, "Должность по трудовому договору.", "учитель математики", width=26),
            TemplateColumn({MENTEES: 50}, "Для педагогов и студентов.", "учитель математики", width=26),
            TemplateColumn({PAIRS: 30}, "Должность по трудовому договору.", "учитель математики",
                heading="Должность наставника", width=26),
            TemplateColumn({PAIRS: 50}, "Для педагогов и студентов.", "учитель математики",
                heading="Должность наставляемого", width=26),
            TemplateColumn({PARTNERS: 40}, "Должность по трудовому договору.", "главный технолог", width=26),
        )),
    Field("subject", "Предмет", (
        "предмет", "преподаваемый предмет", "предметная область", "направление"), r"\bпредмет",
        group=PERSON, is_of_either=True, pattern=SUBJECT, is_text=True, target="person.subject", exported_as="subject",
        columns=(
            TemplateColumn({MENTORS: 40, MENTEES: 60}, "Что преподаёт или чем занимается.", "математика"),
        )),
    Field("class", "Класс", ("класс", "класс литера", "класс группа"), r"\bкласс\b",
        group=PERSON, cleaner=read_school_class, exported_as="grade",
        columns=(
            TemplateColumn({MENTEES: 40}, "Для обучающихся: номер и буква.", "7Б", choices=ChoiceList.CLASSES,
                is_code=True, width=9),
            TemplateColumn({PAIRS: 60}, "Для обучающихся: номер и буква.", "7Б", heading="Класс наставляемого",
                choices=ChoiceList.CLASSES, is_code=True, width=14),
        )),
    Field("agreement", "Договор", (
        "договор", "соглашение", "договор о сотрудничестве", "соглашение о сотрудничестве", "реквизиты договора",
        "договор соглашение", "соглашение договор", "партнерское соглашение"), r"\bдоговор|\bсоглашени",
        columns=(
            TemplateColumn({PARTNERS: 60}, "Номер и дата, либо одно слово: планируется, заключён, завершён.",
                "№ 12 от 01.09.2026", choices=ChoiceList.AGREEMENTS, width=24),
        )),
    Field("consent", "Согласие", (
        "согласие", "наличие согласия", "согласие да нет", "согласие на участие", "согласие на обработку пдн"),
        r"\bсоглас(?:и|ен)",
        columns=(
            TemplateColumn({PARTNERS: 70}, "Дано ли согласие быть наставником.", "да", choices=ChoiceList.YES_OR_NO,
                width=12),
        )),
    Field("order", "Приказ", (
        "приказ", "реквизиты приказа", "основание", "приказ о закреплении", "n и дата приказа", "приказ n дата",
        "номер и дата приказа", "приказ о назначении", "дата и номер приказа"), r"\bприказ",
        group=PAIR),
    Field("order_number", "Номер приказа", (
        "номер приказа", "n приказа", "приказ n", "приказ номер", "номер распоряжения", "номер постановления"),
        group=PAIR,
        columns=(
            TemplateColumn({PAIRS: 120}, "Номер приказа о закреплении, без знака №.", "56-ОД", is_code=True, width=14),
        )),
    Field("order_date", "Дата приказа", ("дата приказа", "приказ дата", "дата распоряжения", "дата постановления"),
        group=PAIR,
        columns=(
            TemplateColumn({PAIRS: 130}, "День подписания приказа.", "31.08.2026", is_date=True, width=14),
        )),
    Field("starts_on", "Дата начала", (
        "дата начала", "начало", "срок с", "период с", "начало наставничества", "с", "дата закрепления", "срок начало",
        "период начало", "дата начала наставничества", "дата вхождения в программу", "дата включения в программу"),
        r"\bначал|дата (?:вхожден|вступлен|закреплен|назначен)",
        group=PAIR,
        columns=(
            TemplateColumn({PAIRS: 100}, "С какого дня.", "01.09.2026", is_required=True, is_date=True, width=14),
        )),
    Field("ends_on", "Дата окончания", (
        "дата окончания", "окончание", "срок по", "период по", "по", "завершение", "срок окончание", "конец",
        "период окончание", "дата завершения", "срок до"), r"\bокончани|\bзавершени",
        group=PAIR,
        columns=(
            TemplateColumn({PAIRS: 110}, "По какой день: от 3 месяцев до 1 года.", "31.05.2027", is_required=True,
                is_date=True, width=14),
        )),
    Field("period", "Срок", (
        "срок", "период", "срок наставничества", "период наставничества", "срок реализации", "сроки", "срок действия",
        "срок программы", "период работы", "срок реализации программы", "учебный год"), r"\bсрок|\bпериод",
        group=PAIR, instead_of=("starts_on", "ends_on")),
    Field("form", "Форма наставничества", ("форма", "форма наставничества"), r"\bформа\b",
        group=PAIR, is_text=True,
        columns=(
            TemplateColumn({PAIRS: 70}, "Выберите из списка.", "педагог – педагог", choices=ChoiceList.FORMS,
                width=30),
        )),
    Field("model", "Модель", ("модель", "ролевая модель", "вариация"), r"\bмодель",
        group=PAIR, is_text=True,
        columns=(
            TemplateColumn({PAIRS: 80}, "Если у формы есть модели.", "опытный педагог – молодой специалист",
                heading="Ролевая модель", choices=ChoiceList.ROLE_MODELS, width=34),
        )),
    Field("kind", "Вид наставничества", ("вид", "вид наставничества", "виды наставничества"), r"\bвид\w* наставн",
        group=PAIR, is_text=True,
        columns=(
            TemplateColumn({PAIRS: 90}, "Один или несколько через точку с запятой.",
                "традиционная форма наставничества («один-на-один»)", choices=ChoiceList.KINDS_OF_MENTORING, width=34),
        )),
    Field("education", "Образование", ("образование",), r"^образование\b",
        group=PERSON, pattern=EDUCATION, is_text=True, target="person.education", exported_as="education",
        is_of_either=True,
        columns=(
            TemplateColumn({MENTORS: 70}, "Уровень и учебное заведение.", "высшее, педагогический институт", width=26),
        )),
    Field("achievements", "Достижения", ("достижения", "награды", "достижения награды"), r"\bдостижени|\bнаград",
        group=PERSON, is_text=True, target="mentor.achievements", exported_as="achievements",
        columns=(
            TemplateColumn({MENTORS: 110}, "Награды, победы в конкурсах, пособия.", "победитель районного конкурса",
                width=30),
        )),
    Field("role", "Роль в паре", (
        "роль", "роль в паре", "роль участника", "роль в программе", "роль в наставничестве",
        "роль в программе наставничества",
        "наставник наставляемый", "наставник или наставляемый", "роль наставник наставляемый")),
    Field("participant", "Кто это", ("кто это", "обучающийся педагог или студент"),
        exported_as="participant",
        columns=(
            TemplateColumn({MENTEES: 30},
                "обучающийся, педагог или студент; пусто — портал решит по классу и возрасту.", "обучающийся",
                choices=ChoiceList.PARTICIPANTS, width=16),
        )),
    Field("pair_status", "Состояние пары", ("состояние пары", "состояние", "статус пары")),
    Field("excluded_on", "Исключён из базы", (
        "исключен из базы", "дата исключения", "дата исключения из базы"), r"\bисключен\w* из базы",
        exported_as="excluded_on"),
    Field("competencies", "Компетенции", (
        "компетенции", "основные компетенции", "ключевые компетенции", "компетенции опыт"), r"\bкомпетенци",
        group=PERSON, is_text=True, target="mentor.competencies", exported_as="competencies"),
    Field("request", "Запрос наставляемого", (
        "запрос", "основной запрос", "запрос затруднения", "запросы", "затруднения", "профессиональные затруднения",
        "дефициты", "профессиональные дефициты"), r"\bзапрос\b|\bзатруднени|\bдефицит",
        group=PERSON, is_text=True, target="mentee.request", exported_as="request"),
    Field("note", "Примечание", (
        "примечание", "примечания", "комментарий", "прим", "дополнительно", "отметка", "статус"), r"\bпримечани",
        target="entry.note", exported_as="note",
        columns=(
            TemplateColumn({MENTORS: 120, MENTEES: 130, PAIRS: 140, PARTNERS: 100},
                "Что угодно. Строки со словом «уволен» или «выбыл» портал по умолчанию не загружает.", width=30),
        )),
    Field("organisation", "Образовательная организация", (
        "оу", "оо", "о у", "о о", "образовательная организация", "место работы", "учреждение", "школа", "организация",
        "наименование оо", "наименование оу", "наименование организации", "название организации", "наименование",
        "наименование образовательной организации", "образовательное учреждение", "место работы учебы", "садик",
        "наименование учреждения", "наименование образовательного учреждения", "доу", "детский сад", "место учебы",
        "краткое наименование образовательной организации", "работает в", "место работы или учебы"),
        r"\bоо\b|\bоу\b|организаци|учреждени|\bобразоват\w* (?:учр|орг)\b|место работы|\bшкола\b",
        group=ORGANISATION, instead_of=("partner", "full_org_name", "short_org_name"), exported_as="organisation",
        columns=(
            TemplateColumn({MENTORS: 20, MENTEES: 20},
                "Краткое наименование, как в справочнике портала: выберите из списка.", "МБОУ «Заречная СОШ № 2»",
                is_required=True, choices=ChoiceList.ORGANISATIONS, width=34),
            TemplateColumn({PAIRS: 10}, "Где ведётся наставничество: выберите из списка.", "МБОУ «Заречная СОШ № 2»",
                heading="Организация", is_required=True, choices=ChoiceList.ORGANISATIONS, width=34),
        )),
)  # fmt: skip
