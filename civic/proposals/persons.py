"""Whoever proposes for no organisation, or speaks so on a proposal, is numbered with all others of the forum."""

from __future__ import annotations

from civic.discussions.persons import count_too, opened, said_in
from civic.discussions.persons import persons_of as persons_of
from civic.proposals.models import Proposal

count_too(opened(Proposal))
count_too(said_in(Proposal))
