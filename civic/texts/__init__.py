"""The instance's own words: rules, privacy, accessibility, notices, contact, the front page and the mails.

Nouns: TextVersion. A text has a key and a language; its newest version is what readers see, the shipped first text where
nobody has written one. Never untrue: a version, once saved, does not change; who saved it, when and why stays known.
"""
