"""Contact: a private thread between an organisation and the office, the on-line counterpart of dropping in.

Nouns: ContactThread, ContactMessage (of either side), StaffNote (a note or a hand-over, for the office alone).
States: waits for the office ⇄ waits for the organisation → closed; a new message within 30 days opens it again, later
the organisation begins a new one.
Never untrue: nobody reads a thread but those who speak for its organisation today and, of the office, the plenipotentiary,
the officials of the unit that has it and whoever it is handed to; administrators and moderators do not. Whoever speaks for
the organisation stands on its side also with an office, and never sees what the office notes. One message is there once.
The log and letters hold numbers, no words of it.
"""
