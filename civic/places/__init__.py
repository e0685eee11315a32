"""Third places: where organisations and residents meet, and what one finds there.

Nouns: Place. States: open, closed (with the day and a sentence). A place has an address, a host, what it offers, when it is open
and how one gets in with a wheelchair, a pram, a hearing aid; each of these is said or said to be unknown, never left to a guess.
Never untrue: a closed place keeps its page and its past meetings; coordinates are both there or both missing, and lie in Poland.
"""
