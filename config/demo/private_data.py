"""What the demonstration shows of private data: a withdrawn consent to decide about, and a few looks at cards."""

from config.demo.district import DemoDistrict
from registry import clock
from registry.actions.consents import withdraw_consent
from registry.actions.view_log import record_card_view
from registry.enums import ConsentKind, Role
from registry.models import Consent, Mentor
from registry.side_texts import side_text

LOOKS = 3


def withdraw_and_look(district: DemoDistrict) -> None:
    """A mentor of the main school who is in no pair has withdrawn the consent to processing."""
    free = Mentor.objects.filter(person__organisation=district.main_school, pairs=None, excluded_on=None)
    mentors = list(free.select_related("person").order_by("pk"))
    for mentor in mentors[:LOOKS]:
        record_card_view(mentor.person, by=district.users[Role.CURATOR])
    if not mentors:
        return
    person = mentors[0].person
    consent = Consent.objects.filter(person=person, kind=ConsentKind.PERSONAL_DATA, withdrawn_on=None).first()
    if consent is None:
        consent = Consent(person=person, kind=ConsentKind.PERSONAL_DATA, signed_on=district.calendar.autumn)
        consent.save()
    reason = side_text("больше не хочет быть наставником")
    withdraw_consent(consent=consent, on=clock.today(), reason=reason, by=district.admin)
