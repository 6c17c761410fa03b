"""Pieces of programs for a database of before: rows that today's rules would refuse, and what has become of them after
it is migrated. Acts «б/н» of one day, two pairs of the same two in one form, a pair of who has left."""

DAY = "1999-03-01"

#: `apps`: the historical models
PUT = f"""
from datetime import date
DAY = date.fromisoformat({DAY!r})
NUMBERS = [("б/н", "О парах"), ("Б/Н", "О кандидатах"), ("б. н.", "О  парах")]

def put_older_doubles(apps):
    Act, Pair = apps.get_model("registry", "Act"), apps.get_model("mentoring", "Pair")
    act = Act.objects.earliest("pk")
    for position, (number, title) in enumerate(NUMBERS):
        act.pk, act.number, act.title, act.dated, act.effective_on = None, f"{{position}}-ст", title, DAY, DAY
        act.cancelled_by = None
        act.save(force_insert=True)
        marked = {{"number_key": f"б/н#{{act.pk}}" if position else "б/н"}} if hasattr(act, "number_key") else {{}}
        Act.objects.filter(pk=act.pk).update(number=number, **marked)
    pair = Pair.objects.filter(status="active").earliest("pk")
    for _ in range(2):
        pair.pk, pair.status, pair.act, pair.stage, pair.note = None, "draft", None, None, "двойник"
        pair.save(force_insert=True)
    person = pair.mentee.person
    transfer = apps.get_model("registry", "ClassTransfer").objects.create(
        organisation_id=person.organisation_id, school_year=2000, day=date(2000, 9, 1),
        made_by_id=apps.get_model("accounts", "User").objects.earliest("pk").pk,
    )
    apps.get_model("registry", "ClassMove").objects.create(
        transfer_id=transfer.pk, person_id=person.pk, school_year=2000, outcome="left", on=transfer.day, grade=9
    )
"""
LOOK = f"""
from datetime import date
from django.db import IntegrityError, transaction
from registry.models import Act
acts = list(Act.objects.filter(dated=date.fromisoformat({DAY!r})).order_by("pk"))
for act in acts:
    act.full_clean()
    act.save()
pairs = list(Pair.objects.filter(note="двойник").order_by("pk"))
for pair in pairs:
    pair.save()

def refused(**changes):
    try:
        with transaction.atomic():
            Pair.objects.filter(pk=pairs[0].pk).update(**changes)
    except IntegrityError as error:
        return str(error).split()[0]

same = ("organisation", "municipality", "kind", "dated", "effective_on")
again = Act(**{{name: getattr(acts[0], name) for name in same}})
again.number, again.title = "без номера", "О парах"
print(json.dumps({{
    "numbers": [(act.number, act.title) for act in acts],
    "keys": [(act.number_key.replace(str(act.pk), "PK"), act.unnumbered_key) for act in acts],
    "again": again.same_act() in (acts[0], acts[2]),
    "pairs": [pair.status for pair in pairs],
    "grows": refused(ends_on=date(2098, 1, 1)),
    "agreed": refused(status="agreed"),
    "cancelled": refused(status="cancelled"),
}}))
"""
