"""Organisations, the participants, and the people who speak for them.

Nouns: Organisation, Membership (admin, representative, deputy, member; from, to). An organisation has a register and a
level of verification L0 to L3. Every contribution elsewhere is Attributed: it keeps the person, the organisation, the
organisation's name and the person's capacity as they were that day.
Never untrue: a membership that has ended speaks for nobody; what was said stays said by whom it was said.
"""
