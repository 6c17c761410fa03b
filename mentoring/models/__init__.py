"""What people do together: pairs, programmes, stages, roadmaps."""

from mentoring.models.move_decision import MoveDecision
from mentoring.models.pair import Pair, PairGroup
from mentoring.models.pair_change import PairChange
from mentoring.models.pair_request import PairRequest, RequestOpinion
from mentoring.models.programme import PlanItem, Programme
from mentoring.models.programme_comment import ProgrammeComment
from mentoring.models.roadmap import DueDay, Roadmap, RoadmapItem, RoadmapPreset, RoadmapSection
from mentoring.models.route import Route
from mentoring.models.stage import PairStage, Stage, StageItem, StageItemTemplate
from mentoring.models.stage_set import StageAssignment, StageSet

__all__ = [
    "DueDay",
    "MoveDecision",
    "Pair",
    "PairChange",
    "PairGroup",
    "PairRequest",
    "PairStage",
    "PlanItem",
    "Programme",
    "ProgrammeComment",
    "RequestOpinion",
    "Roadmap",
    "RoadmapItem",
    "RoadmapPreset",
    "RoadmapSection",
    "Route",
    "Stage",
    "StageAssignment",
    "StageItem",
    "StageItemTemplate",
    "StageSet",
]
