"""Language without a database: pure functions on texts.

What lies here knows neither SQL nor Flask: the word-level difference of two texts, and by and by lemmas, folding and
similarity. The same input gives the same output, in time that is bounded for texts of 100 000 characters.
Never untrue: a difference holds every character of both texts; a suggestion of likeness is a suggestion, a person decides.
"""
