"""Gatherings: a meeting of many people, with topics, tables and the questions that the room asks.

Nouns: Gathering (of one meeting), Topic, Table, RoomQuestion, Support. A gathering is prepared → open → closed; while it is open,
anybody in the room asks and supports from a phone, without an account. A question waits or is shown, is answered now, was answered,
was merged into another, or is hidden.
Never untrue: what was sent once is there once, however often it is sent again; a browser supports a question once; nothing
that is hidden or waits is shown to the room; of who asked and who supported nothing is kept but a digest, and that not for long.
"""
