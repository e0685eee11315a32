"""What people follow and what they are told: the event log turned into an inbox, letters and digests.

Nouns: Subscription (a person follows a subject, or wants to hear nothing of it), Notification (one event for one person),
Concern (of what sort news is), Preference (how often letters bring a concern), Habits (quiet hours, a pause), Delivery (one
letter of notifications to one person for one period), Follower (an address without an account).
Never untrue: one event reaches one person once; whoever is told of something may read it, when it is told and when the letter
leaves; nobody is told of their own act; a notification goes into one letter at most; nothing is sent to somebody who said no.
What one is told stands in no table: sentences are made of ids when they are read, for their reader and in the reader's language.
"""
