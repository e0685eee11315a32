"""Cases that wait for a person, and the reasoned decisions that settle them."""

from __future__ import annotations

from civic.moderation.models.appeals import Appeal as Appeal
from civic.moderation.models.appeals import Deed as Deed
from civic.moderation.models.appeals import Outcome as Outcome
from civic.moderation.models.appeals import SecondSignature as SecondSignature
from civic.moderation.models.cases import Case as Case
from civic.moderation.models.cases import CaseKind as CaseKind
from civic.moderation.models.covers import Cover as Cover
from civic.moderation.models.covers import CoveredText as CoveredText
from civic.moderation.models.covers import CoverMark as CoverMark
from civic.moderation.models.decisions import Act as Act
from civic.moderation.models.decisions import Decision as Decision
from civic.moderation.models.decisions import Ground as Ground
from civic.moderation.models.decisions import Source as Source
from civic.moderation.models.entries import Entry as Entry
from civic.moderation.models.moves import Move as Move
from civic.moderation.models.reports import FOR_THE_POLICE as FOR_THE_POLICE
from civic.moderation.models.reports import GONE as GONE
from civic.moderation.models.reports import UNLAWFUL as UNLAWFUL
from civic.moderation.models.reports import Breach as Breach
from civic.moderation.models.reports import Report as Report
from civic.moderation.models.working import CasesKept as CasesKept
from civic.moderation.models.working import KeyHabits as KeyHabits
