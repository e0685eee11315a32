"""Rooms of discussion with dated phases and seats for organisations.

Nouns: Forum, Phase, PhaseChange, Chapter, Seat. A phase opens abilities (propose, comment, position, draft, vote, answer)
between two moments; what is open now follows from the dates and from whether the forum was closed by hand.
Never untrue: moving a phase's date leaves a PhaseChange with its reason, which stays visible; a forum has at most
`seats_max` seats in force; an organisation has at most one seat in force in a forum.
"""
