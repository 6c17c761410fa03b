"""Acts of the main school that its head has signed electronically: their papers bear the mark."""

from datetime import timedelta
from pathlib import Path

from dateutil.relativedelta import relativedelta
from django.core.files.base import ContentFile

from config.demo.acts import TITLE_ON_PAPER
from config.demo.calendar import Calendar
from config.demo.district import DemoDistrict
from registry.history.audit import with_audit
from registry.models import Act

#: of an invented certificate in the name of the head; its days are set when it is used
FILE = Path(__file__).with_name("signature.sig")
FIRST_DAY, LAST_DAY = b"010101000000Z", b"020202000000Z"


def sign_electronically(district: DemoDistrict) -> None:
    """The newest order about pairs, and the order that has approved the roadmap of last year. The act on paper of
    another school bears the file of the same person by mistake: nobody has confirmed it yet, so it prints no mark."""
    acts = Act.objects.filter(organisation=district.main_school)
    of_another = Act.objects.filter(title=TITLE_ON_PAPER).first()
    signed = [acts.filter(document__isnull=False).first(), acts.filter(number="63-ОД").first(), of_another]
    for act in signed:
        if act is not None:
            act.signature = ContentFile(_signature(district.calendar), "podpis.sig")
            with_audit(act, by=district.admin, reason="Электронная подпись приложена").save()


def _signature(calendar: Calendar) -> bytes:
    """The certificate is good since before the last school year."""
    first = calendar.last_autumn - timedelta(days=30)
    last = first + relativedelta(years=3)
    data = FILE.read_bytes()
    for mark, day in ((FIRST_DAY, first), (LAST_DAY, last)):
        data = data.replace(mark, day.strftime("%y%m%d090000Z").encode())
    return data
