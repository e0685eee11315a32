"""Meetings: when and where people sit down together, and how that gets into their calendars.

Nouns: Series, Meeting, AgendaItem. States: planned, cancelled (with a sentence); that a meeting goes on or is over follows from
the clock. A meeting has a place or says where it is in words; each of a series is a meeting of its own with a UID of its own.
Never untrue: a UID never changes and is never given twice; each change that a calendar must take raises the sequence; a
cancelled meeting stays in the feeds as cancelled; a time is a moment, shown as Warsaw's clocks show it.
"""
