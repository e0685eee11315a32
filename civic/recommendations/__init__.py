"""From contributions to a published edition: the drafting desk, the compile pipeline, issues, and what became of each voice.

Nouns: Draft (one a forum), Recommendation, Source, Quote, Dissent, SetAside, Issue. compile/ is the pipeline: gather the
snapshot, then select, arrange, draft, all pure; documents render the result.
Never untrue: a proposal stands in at most one recommendation of a draft; a quote is an exact part of the revision it cites;
nothing is published while the ledger holds an open row; an issue never changes after it is published.
"""
