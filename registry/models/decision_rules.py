"""Who decides about a pair, and on which acts it works (requirements A16-10): part of the rules of every level."""

from django.db import models
from django.db.models import Q

from registry.enums import ConsideringBody, OrderIssuer, PairGround, PairProposer
from registry.names.text_checks import check_name, check_words


class DecisionRules(models.Model):
    pair_ground = models.CharField(
        "на каких актах работает пара",
        max_length=10,
        choices=PairGround,
        default=PairGround.ANY,
        help_text="Иной документ допускает Устюжна, п. 3.6",
    )
    proposer_of_pupils = models.CharField(
        "кто предлагает пары с обучающимися",
        max_length=20,
        choices=PairProposer,
        default=PairProposer.ANY,
        blank=True,
        help_text="Если куратор, вносит пару только он; если совет, в акте о закреплении стоит его протокол",
    )
    proposer_of_teachers = models.CharField(
        "кто предлагает пары с педагогами",
        max_length=20,
        choices=PairProposer,
        default=PairProposer.ANY,
        blank=True,
        help_text="Например, методический совет (Кез, п. 5.2)",
    )
    considered_by = models.CharField(
        "какой орган рассматривает пары до закрепления",
        max_length=20,
        choices=ConsideringBody,
        default=ConsideringBody.NONE,
        blank=True,
        help_text="Тогда в акте о закреплении стоит протокол, без него акт не издаётся",
    )
    order_issuer = models.CharField(
        "кто издаёт акт о закреплении",
        max_length=20,
        choices=OrderIssuer,
        default=OrderIssuer.LEADERS,
        help_text="Готовит его и куратор; подписывает руководитель",
    )
    supervising_body = models.CharField(
        "муниципальный орган",
        max_length=300,
        blank=True,
        validators=[check_words],
        help_text="Для организаций одного вида — свой: управление дошкольного образования. Стоит в шапке акта и "
        "в грифе «Согласовано». Пусто — уполномоченный орган муниципалитета",
    )
    supervising_head = models.CharField(
        "руководитель этого органа", max_length=200, blank=True, validators=[check_name]
    )
    supervising_head_post = models.CharField(
        "должность руководителя этого органа", max_length=300, blank=True, validators=[check_words]
    )

    class Meta:
        abstract = True


def decisions_hold(prefix: str) -> list[models.CheckConstraint]:
    return [
        models.CheckConstraint(
            condition=~Q(supervising_body="") | Q(supervising_head="", supervising_head_post=""),
            name=f"{prefix}_body_of_head",
            violation_error_message="Назовите орган, которым руководит этот человек, или уберите его имя и должность.",
        ),
    ]
