"""Searching across slices: proposals, comments, conversations, organisations and issues, in Polish as it is spoken.

Nouns: Entry (what search knows of one readable thing), Hit (one of them that answers a question).
Never untrue: a hit is something that the reader may read now; a word finds its other forms, with diacritics or without.
"""
