"""Models of the registry."""

from models_registry.models.account import User
from models_registry.models.assessment import (
    AssessmentAttendee,
    AssessorMark,
    EvidenceRequest,
    ModelAssessment,
    QualityMark,
)
from models_registry.models.assessment_team import AssessmentTeam, AssessmentTeamMember
from models_registry.models.attachment import Attachment
from models_registry.models.award_money import AwardRate, BaseSalary
from models_registry.models.correction import Correction, ModelMend
from models_registry.models.dan_van_model import DanVanModel, ModelMember
from models_registry.models.decision import Decision, PaperNumber
from models_registry.models.district_registration import (
    DistrictRegistration,
    DistrictTransition,
    RegisteredModel,
)
from models_registry.models.indicator import Indicator, IndicatorValue
from models_registry.models.issued_document import IssuedDocument
from models_registry.models.law import AwardKind, DecreeForm, DefaultRecipients, LegalBasis, Regime
from models_registry.models.notice import Notice
from models_registry.models.participation import Participation
from models_registry.models.people import (
    Collective,
    Impediment,
    Individual,
    PastAward,
    Post,
    SubjectKind,
)
from models_registry.models.places import Authority, Commune, ReceivingOffice, Signer, Village
from models_registry.models.plan import (
    ContentArea,
    Criterion,
    EmulationPlan,
    EmulationYear,
    LinkedMovement,
    Quality,
    YearWindow,
)
from models_registry.models.praise import Praise, PraiseTransition
from models_registry.models.progress import ModelReport
from models_registry.models.recognition import ModelExtension, ModelReview, Recognition
from models_registry.models.reminder import Reminder
from models_registry.models.replication import Replication
from models_registry.models.roster import RosterImport
from models_registry.models.site_visit import SiteVisit, SiteVisitPerson
from models_registry.models.staff import ModelHandover, StaffChange
from models_registry.models.story import Propagation, Story, StoryPicture, StoryTransition
from models_registry.models.submission import Submission
from models_registry.models.transition import ModelTransition, RecordedTransition
from models_registry.models.village_change import VillageChange
from models_registry.models.year_calendar import (
    CalendarFeed,
    WindowChange,
    YearLock,
    YearOpening,
)
from models_registry.models.yearly_record import YearlyRecord

__all__ = [
    "AssessmentAttendee",
    "AssessmentTeam",
    "AssessmentTeamMember",
    "AssessorMark",
    "Attachment",
    "Authority",
    "AwardKind",
    "AwardRate",
    "BaseSalary",
    "CalendarFeed",
    "Collective",
    "Commune",
    "ContentArea",
    "Correction",
    "Criterion",
    "DanVanModel",
    "Decision",
    "DecreeForm",
    "DefaultRecipients",
    "DistrictRegistration",
    "DistrictTransition",
    "EmulationPlan",
    "EmulationYear",
    "EvidenceRequest",
    "Impediment",
    "Indicator",
    "IndicatorValue",
    "Individual",
    "IssuedDocument",
    "LegalBasis",
    "LinkedMovement",
    "ModelAssessment",
    "ModelExtension",
    "ModelHandover",
    "ModelMember",
    "ModelMend",
    "ModelReport",
    "ModelReview",
    "ModelTransition",
    "Notice",
    "PaperNumber",
    "Participation",
    "PastAward",
    "Post",
    "Praise",
    "PraiseTransition",
    "Propagation",
    "Quality",
    "QualityMark",
    "ReceivingOffice",
    "Recognition",
    "RecordedTransition",
    "Regime",
    "RegisteredModel",
    "Reminder",
    "Replication",
    "RosterImport",
    "Signer",
    "SiteVisit",
    "SiteVisitPerson",
    "StaffChange",
    "Story",
    "StoryPicture",
    "StoryTransition",
    "SubjectKind",
    "Submission",
    "User",
    "Village",
    "VillageChange",
    "WindowChange",
    "YearLock",
    "YearOpening",
    "YearWindow",
    "YearlyRecord",
]
