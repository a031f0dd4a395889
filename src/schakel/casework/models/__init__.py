"""Records of the work. Dates say what happened; states are read from them, never stored beside them."""

from schakel.casework.models.consent import ConsentAsk, ConsentDecision, ConsentException, HelpConsent
from schakel.casework.models.file import LookAlong, OwnStatement, SecondReading
from schakel.casework.models.lengths import LONG_TEXT, ONE_SENTENCE
from schakel.casework.models.plan import (
    DomainNote,
    FamilyPlanOffer,
    PlanAgreement,
    PlanOnPaper,
    PlanVersion,
    SchoolHomeCard,
)
from schakel.casework.models.requests import Answer, Clarification, HelpRequest, ShortContact
from schakel.casework.models.sharing import Letter, SharedItem, Sharing
from schakel.casework.models.supports import (
    Contact,
    Goal,
    LadderMove,
    ProcessingRecord,
    Step,
    Support,
    TeamMember,
)

__all__ = [
    "LONG_TEXT",
    "ONE_SENTENCE",
    "Answer",
    "Clarification",
    "ConsentAsk",
    "ConsentDecision",
    "ConsentException",
    "Contact",
    "DomainNote",
    "FamilyPlanOffer",
    "Goal",
    "HelpConsent",
    "HelpRequest",
    "LadderMove",
    "Letter",
    "LookAlong",
    "OwnStatement",
    "PlanAgreement",
    "PlanOnPaper",
    "PlanVersion",
    "ProcessingRecord",
    "SchoolHomeCard",
    "SecondReading",
    "SharedItem",
    "Sharing",
    "ShortContact",
    "Step",
    "Support",
    "TeamMember",
]
