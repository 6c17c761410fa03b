"""Free texts of a card that nothing else is made of: column → label, in the order in which they are shown.

Form, card and exported bank follow; the column itself is a text of the model.
"""

from collections.abc import Mapping

PERSON_TEXTS: Mapping[str, str] = {}
MENTOR_TEXTS: Mapping[str, str] = {"competencies": "Компетенции", "achievements": "Достижения"}
MENTEE_TEXTS: Mapping[str, str] = {}
