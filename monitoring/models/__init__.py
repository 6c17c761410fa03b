"""How well it goes: the 0–18 scale and assessments by it."""

from monitoring.models.assessment import Assessment, Mark
from monitoring.models.scale import Criterion, Indicator, Level, Scale

__all__ = ["Assessment", "Criterion", "Indicator", "Level", "Mark", "Scale"]
