"""Polls: which of up to twelve dates suits volunteers who have no account, until one of them becomes a meeting.

Nouns: Poll (what is to be planned, with its private link), PollDate (from when to when), PollAnswer (one volunteer's name), Mark
(yes, if need be, no, for one date).
States: open → decided (a date became a meeting) or, once the last date has begun, over.
Never untrue: names stand on the page of the link and for whoever plans, nowhere else; an address gets the volunteer's own link and,
when a date is chosen, one more letter, with which it is deleted; thirty days after the end no name and no address is left, only how
many marked what; the tables hold no more than the digest of the poll's link and of each volunteer's own, but for a letter that waits
to leave.
"""
