"""Searching across slices, in Polish as it is spoken.

Found are proposals, comments, conversations, organisations, issues, needs, notices, calls, meetings and places.
Nouns: Entry (what search knows of one readable thing), Hit (one of them that answers a question).
Never untrue: a hit is something that the reader may read now; a word finds its other forms, with diacritics or without.
"""
