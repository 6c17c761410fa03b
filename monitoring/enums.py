"""Closed lists of assessments: periods, states, marks, and the colours of levels."""

from django.db.models import IntegerChoices, TextChoices


class AssessmentPeriod(TextChoices):
    """When in the school year the programme is assessed: on entry and after (Кез, разд. 6)."""

    START = "start", "начало года"
    MIDDLE = "middle", "середина года"
    END = "end", "конец года"


class AssessmentStatus(TextChoices):
    DRAFT = "draft", "заполняется"
    APPROVED = "approved", "утверждена"


class MarkValue(IntegerChoices):
    """Кез, разд. 6: how far the indicator shows."""

    FULL = 2, "проявляется в полной мере"
    PART = 1, "частично проявляется"
    ABSENT = 0, "не проявляется"


class Tone(TextChoices):
    """How a level is shown: colour and sign together."""

    GOOD = "ok", "хорошо"
    FAIR = "wait", "терпимо"
    BAD = "bad", "плохо"
