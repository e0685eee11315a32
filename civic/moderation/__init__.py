"""Keeping order with reasons: hiding and restoring, each a Decision that its author can read.

Nouns: Decision. A decision is about one proposal, one conversation or one comment and never changes; undoing it is another decision.
Never untrue: nothing is hidden or restored without a reason; what is hidden is nowhere to be read but by its author and the
moderators; a decision names who took it.
"""
