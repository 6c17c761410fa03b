"""The register: who there is, where, on what papers."""

from registry.models.act import Act
from registry.models.affiliation import Affiliation
from registry.models.calendar_exception import CalendarException
from registry.models.class_move import ClassMove, ClassTransfer
from registry.models.consent import Consent
from registry.models.curator import Curator
from registry.models.dictionary import Category, Form, Format, Kind, LeadingPost, RoleModel
from registry.models.distinct_people import DistinctPeople
from registry.models.former_name import FormerName
from registry.models.kept_upload import KeptUpload
from registry.models.local_rules import LocalRules
from registry.models.membership import Invitation, Membership
from registry.models.mentee import Mentee
from registry.models.mentor import Mentor
from registry.models.municipality import Municipality
from registry.models.organisation import Contingent, Organisation, OrganisationAlias
from registry.models.person import Person
from registry.models.person_merge import PersonMerge
from registry.models.person_spelling import PersonSpelling
from registry.models.plan_step import PlanStep
from registry.models.policy import Policy, PolicyPreset
from registry.models.policy_proposal import PolicyProposal
from registry.models.reason import Reason
from registry.models.side_requirement import SideRequirement
from registry.models.view_record import ViewRecord

__all__ = [
    "Act",
    "Affiliation",
    "CalendarException",
    "Category",
    "ClassMove",
    "ClassTransfer",
    "Consent",
    "Contingent",
    "Curator",
    "DistinctPeople",
    "Form",
    "Format",
    "FormerName",
    "Invitation",
    "KeptUpload",
    "Kind",
    "LeadingPost",
    "LocalRules",
    "Membership",
    "Mentee",
    "Mentor",
    "Municipality",
    "Organisation",
    "OrganisationAlias",
    "Person",
    "PersonMerge",
    "PersonSpelling",
    "PlanStep",
    "Policy",
    "PolicyPreset",
    "PolicyProposal",
    "Reason",
    "RoleModel",
    "SideRequirement",
    "ViewRecord",
]
