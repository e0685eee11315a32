"""Needs: what anybody asks of the city in three fields, without an account (zgłoszona potrzeba), and what became of it.

Nouns: Need (as it was typed, and the public wording that a person gave it), Sorting (one step of its way).
States: received → directed → answered; or, at once, works already, outside the city's tasks, to a forum, not published.
Whatever was decided may be decided anew; a unit may send a need back to be sorted again.
Never untrue: nothing of what was typed is public before a person wrote or confirmed the public wording; an address is
never published, gets a letter at each step only once it was confirmed, and goes thirty days after the end or at a click;
the private link alone opens a need for whoever raised it, and the table holds no more than its digest.
"""
