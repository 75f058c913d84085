"""Models of the awards app."""

from awards.models.achievement_report import AchievementReport
from awards.models.council import (
    Abstention,
    AgendaItem,
    AppraisalMeeting,
    Attendance,
    Council,
    CouncilMember,
    NomineeVote,
)
from awards.models.dossier import Dossier, DossierDocument, DossierItem
from awards.models.evaluation import CriterionFinding, Evaluation
from awards.models.honor import Exemplar, HonorEntry, PrinterShift, RegisterNumber
from awards.models.nomination import Award, Nomination, Outcome
from awards.models.period_review import PeriodReview, ReviewEvent, YearTarget
from awards.models.rules import DossierComponent, VoteRule
from awards.models.showcase import ShowcaseItem
from awards.models.transition import (
    AchievementReportTransition,
    DossierTransition,
    EvaluationTransition,
    NominationTransition,
)

__all__ = [
    "Abstention",
    "AchievementReport",
    "AchievementReportTransition",
    "AgendaItem",
    "AppraisalMeeting",
    "Attendance",
    "Award",
    "Council",
    "CouncilMember",
    "CriterionFinding",
    "Dossier",
    "DossierComponent",
    "DossierDocument",
    "DossierItem",
    "DossierTransition",
    "Evaluation",
    "EvaluationTransition",
    "Exemplar",
    "HonorEntry",
    "Nomination",
    "NominationTransition",
    "NomineeVote",
    "Outcome",
    "PeriodReview",
    "PrinterShift",
    "RegisterNumber",
    "ReviewEvent",
    "ShowcaseItem",
    "VoteRule",
    "YearTarget",
]
