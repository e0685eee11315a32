"""What people follow and what they are told: the event log turned into an inbox, letters and digests.

Nouns: Subscription (a person follows something), Notification (one event for one person), Preference (by which channel,
how often, per kind), Digest (what gathered in a period).
Never untrue: whoever is told of something may read it; one event reaches one person by one channel once; nothing is sent
to somebody who said no.
"""
