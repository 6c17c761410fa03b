"""The 0–18 scale with its assessments, and figures that are stored to be read quickly."""

from monitoring.models.assessment import Assessment, Mark
from monitoring.models.scale import Criterion, Indicator, Level, Scale
from monitoring.models.stored_figures import StaleFigures, StoredFigures

__all__ = ["Assessment", "Criterion", "Indicator", "Level", "Mark", "Scale", "StaleFigures", "StoredFigures"]
