"""What is suggested: proposals with immutable revisions, organisations' positions on them, relations between them, merging.

Nouns: Proposal, Revision, Cosigner, Position, Relation, Merge. States: published → merged (and back), published → withdrawn.
Hidden is a fact of its own. A merged proposal keeps every text, author, comment and position; its page says where it went.
Never untrue: a revision never changes; one position in force an organisation and proposal, the older ones kept; a quote of
a revision stays true for ever; merging never makes a circle.
"""
