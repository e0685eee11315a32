"""The event log for those who run the instance: what happened, in sentences; one thing's story; a proof that nothing was altered.

Nouns: Sentence (what an event says to a reader), Mention (an event names a thing, as its subject or beside it), Head (the number
and the hash of the last event), published head (the head of a day, open to everybody, so that outsiders keep copies), Check (the
last time that somebody went through the whole chain).
The log itself is the kernel's; this slice reads it and writes what is made of it. The table of mentions is derived: it follows
the log by a job and is made anew after a restore.
Never untrue: the log holds numbers, so names are looked up as they are now, for whoever may see them; a published head is never
changed; whoever takes the log away stands in it.
"""
