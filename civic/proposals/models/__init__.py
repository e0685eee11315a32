"""Proposals and all that hangs on them: their texts, who stands where, what should be worded otherwise."""

from __future__ import annotations

from civic.discussions.models import Origin as Origin
from civic.proposals.models.arranging import Objection as Objection
from civic.proposals.models.arranging import ObjectionState as ObjectionState
from civic.proposals.models.arranging import Split as Split
from civic.proposals.models.proposals import DAYS_TO_OBJECT as DAYS_TO_OBJECT
from civic.proposals.models.proposals import TRANSITIONS as TRANSITIONS
from civic.proposals.models.proposals import Cosigner as Cosigner
from civic.proposals.models.proposals import Merge as Merge
from civic.proposals.models.proposals import Position as Position
from civic.proposals.models.proposals import Proposal as Proposal
from civic.proposals.models.proposals import ProposalState as ProposalState
from civic.proposals.models.proposals import Relation as Relation
from civic.proposals.models.proposals import RelationKind as RelationKind
from civic.proposals.models.proposals import RelationSource as RelationSource
from civic.proposals.models.proposals import Revision as Revision
from civic.proposals.models.proposals import Stance as Stance
from civic.proposals.models.suggesting import Suggestion as Suggestion
from civic.proposals.models.weighing import DECISIONS as DECISIONS
from civic.proposals.models.weighing import Amendment as Amendment
from civic.proposals.models.weighing import AmendmentState as AmendmentState
from civic.proposals.models.weighing import BoardNote as BoardNote
from civic.proposals.models.weighing import Part as Part
from civic.proposals.models.weighing import PlannedPosition as PlannedPosition
from civic.proposals.models.weighing import ResidentAgreement as ResidentAgreement
from civic.proposals.models.writing import Asked as Asked
from civic.proposals.models.writing import Attachment as Attachment
from civic.proposals.models.writing import ProposalWords as ProposalWords
from civic.proposals.models.writing import Signing as Signing
from civic.proposals.models.writing import SigningState as SigningState
