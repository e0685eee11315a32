"""The city's answers to published recommendations.

Nouns: a unit that answers, a commitment of a forum (who answers, within how many days, who promised it), an answer to one numbered
recommendation of one issue, its versions as they were published, the steps of its approval (drafted, checked, approved, published), an
extension of its deadline, a report of what was carried out, a template.

States of an answer: waiting → drafted → checked → approved → published; which of them are needed is set for the instance or for a forum. A
change of a published answer begins again at drafted, while everybody goes on reading the version that was published.

Never untrue: a published answer has a status and a text; every published version can be read for ever; a deadline is moved only with a
reason, and the old one stays; what is not published is read by officials and the plenipotentiary alone.
"""
