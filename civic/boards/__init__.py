"""Boards (tablica): what organisations announce to residents, and the calls in which organisations can ask for money or a place.

Nouns: Notice (ogłoszenie) with its wordings; GrantCall (nabór: konkurs ofert, mały grant, komisja konkursowa).
States of a wording: waiting → shown, returned with a note, or refused with a reason; replaced once a later one stands. A notice is
over after its last day and a call after its hour: both follow from dates, nothing has to run.
Never untrue: nobody but its organisation and the moderators reads what no moderator has let through; what was let through stays
while a change of it waits; a moderator decides nothing of an organisation that the same person speaks for; the address of a
calendar's event never changes.
"""
