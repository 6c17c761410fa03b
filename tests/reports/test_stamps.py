"""Each stamp of approval, adoption and agreement, whoever it names and whatever nobody has done yet."""

from datetime import date

import pytest

from accounts.models import User
from registry.enums import ActKind
from registry.models import Act, Municipality, Organisation
from reports.documents import stamps
from reports.documents.stamps import BLANK_ACT, BLANK_DAY, BLANK_POST

DAY = date(2026, 8, 25)
SCHOOL = Organisation(short_name='МБОУ "СОШ № 2"', head_name="Стародубцев Глеб Родионович", head_position="директор")
DISTRICT = Municipality(
    name="Заречный район",
    authorised_body="отдел образования",
    authorised_head="Северьянова Галина Дмитриевна",
    authorised_head_position="начальник отдела",
)
HEAD = User(last_name="Стародубцев", first_name="Глеб", middle_name="Родионович")
CHIEF = User(last_name="Северьянова", first_name="Галина", middle_name="Дмитриевна")
DEPUTY = User(last_name="Кочнева", first_name="Алла", middle_name="Юрьевна")


def minutes(title: str, organisation: Organisation | None = SCHOOL) -> Act:
    return Act(
        kind=ActKind.MINUTES, number="1", dated=DAY, title=title, organisation=organisation, municipality=DISTRICT
    )


def plain(lines: list[str]) -> list[str]:
    return [line.replace("\u00a0", " ") for line in lines]


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Заседание педагогического совета", "педагогическим советом"),
        ("Протокол педсовета", "педагогическим советом"),
        ("Заседание методического совета", "методическим советом"),
        ("Заседание управляющего совета", "управляющим советом"),
        ("Протокол Общего собрания работников", "общим собранием работников"),
        ("Заседание совета родителей", "советом родителей"),
        ("Педагогический совет", "педагогическим советом"),
        ("Педсовет № 1", "педагогическим советом"),
        ("Педсовет", "педагогическим советом"),
        ("Протокол заседания Педагогического совета от 25.08.2026", "педагогическим советом"),
        ("Заседание педагогического совета школы", "педагогическим советом"),
        ("Общее собрание трудового коллектива", "общим собранием трудового коллектива"),
        ("Заседание рабочей группы по внедрению наставничества", "рабочей группой"),
        ("Школьное методическое объединение учителей физики", "школьным методическим объединением учителей физики"),
        ("Совет наставников", "советом наставников"),
        ("Протокол совещания при директоре", "совещанием"),
        ("Муниципальная координационная комиссия", "муниципальной координационной комиссией"),
        ("Внеочередное заседание попечительского совета", "попечительским советом"),
    ],
)
def test_minutes_say_who_has_met(title: str, body: str) -> None:
    stamp = stamps.adopted_by_minutes(minutes(title))
    assert stamp["word"] == "ПРИНЯТО"
    assert plain(stamp["lines"]) == [f"{body} МБОУ «СОШ № 2»", "(протокол от 25.08.2026 № 1)"]


def test_an_approval_by_an_act_names_the_act_and_nobody_who_has_signed_it() -> None:
    order = Act(
        kind=ActKind.ORDER, number="118", dated=DAY, organisation=SCHOOL, municipality=DISTRICT,
        signatory="Стародубцев Г. Р., директор",
    )  # fmt: skip
    stamp = stamps.approved_by_act(order, "Дорожная карта")
    assert stamp["word"] == "УТВЕРЖДЕНА"
    assert plain(stamp["lines"]) == ["приказом МБОУ «СОШ № 2»", "от 25.08.2026 № 118"]


def test_minutes_of_another_meeting_are_named_by_their_title_and_those_of_no_organisation_by_the_body() -> None:
    stamp = stamps.adopted_by_minutes(minutes('Встреча "Наставник"'))
    assert plain(stamp["lines"]) == ["МБОУ «СОШ № 2»", "Встреча «Наставник»", "протокол от 25.08.2026 № 1"]
    of_nobody = stamps.adopted_by_minutes(minutes("Заседание методического совета", None))
    assert plain(of_nobody["lines"]) == ["методическим советом отдела образования", "(протокол от 25.08.2026 № 1)"]


def test_the_post_of_the_head_goes_with_the_name_of_the_head_alone() -> None:
    by_head, by_deputy = (stamps.approved_by_head(SCHOOL, by, DAY) for by in (HEAD, DEPUTY))
    assert (by_head["word"], plain(by_head["lines"])) == ("УТВЕРЖДАЮ", ["Директор МБОУ «СОШ № 2»"])
    assert plain([by_head["signature"], by_head["dated"]]) == ["Г. Р. Стародубцев", "25.08.2026"]
    assert plain(by_deputy["lines"]) == [BLANK_POST, "МБОУ «СОШ № 2»"]
    nameless = Organisation(short_name="СОШ", head_name=" ", head_position="директор")
    assert stamps.approved_by_head(nameless, User(), DAY)["lines"][0] == BLANK_POST


def test_the_post_of_the_body_goes_with_the_name_of_its_head_alone() -> None:
    by_chief, by_deputy = (stamps.agreed_with_body(DISTRICT, by, DAY) for by in (CHIEF, DEPUTY))
    assert (by_chief["word"], by_chief["lines"]) == ("СОГЛАСОВАНО", ["Начальник отдела"])
    assert plain([by_chief["signature"], by_chief["dated"]]) == ["Г. Д. Северьянова", "25.08.2026"]
    assert (by_deputy["lines"], plain([by_deputy["signature"]])) == (
        ["Отдел образования", BLANK_POST], ["А. Ю. Кочнева"],
    )  # fmt: skip
    postless = Municipality(authorised_body="отдел", authorised_head=DISTRICT.authorised_head)
    assert stamps.agreed_with_body(postless, CHIEF, DAY)["lines"] == ["Отдел", BLANK_POST]


def test_what_is_still_to_be_done_is_left_for_the_hand() -> None:
    head, body = stamps.head_is_to_approve(SCHOOL), stamps.body_is_to_agree(DISTRICT)
    act = stamps.act_is_to_approve("План мероприятий")
    assert [stamp["by_hand"] for stamp in (head, act, body)] == [True, True, True]
    assert (plain(head["lines"]), head["dated"]) == (["Директор МБОУ «СОШ № 2»"], BLANK_DAY)
    assert plain([head["signature"], body["signature"]]) == ["Г. Р. Стародубцев", "Г. Д. Северьянова"]
    assert (act["word"], act["lines"]) == ("УТВЕРЖДЁН", [*BLANK_ACT])
    assert (body["word"], body["lines"], body["dated"]) == ("СОГЛАСОВАНО", ["Начальник отдела"], BLANK_DAY)
    postless = Municipality(authorised_body="отдел", authorised_head=DISTRICT.authorised_head)
    unnamed = stamps.body_is_to_agree(postless)
    assert (unnamed["lines"], unnamed["signature"]) == (["Отдел"], "")


def test_a_coordinator_signs_as_one() -> None:
    stamp = stamps.agreed_with_body(DISTRICT, DEPUTY, DAY, "муниципальный координатор")
    assert stamp["lines"] == ["Отдел образования", "Муниципальный координатор"]
    assert stamps.agreed_with_body(DISTRICT, CHIEF, DAY, "муниципальный координатор")["lines"] == ["Начальник отдела"]


def test_above_a_day_and_a_number_stand_the_act_and_its_author() -> None:
    stamp = stamps.act_is_to_approve("Дорожная карта")
    assert stamp["word"] == "УТВЕРЖДЕНА"
    assert stamp["lines"][0] == "приказом (постановлением)"
    assert BLANK_POST not in stamp["lines"]
