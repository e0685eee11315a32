"""Minutes: what was said at a meeting, line by line, while it is said; looked over, published, and carried into the process.

Nouns: Minutes (of one meeting), Line, Outcome. A line is said by an organisation, by a resident without a name, or by nobody in
particular; it is taken, looked over and then published under a number that never changes. A question may be given to a unit with a
term and is answered in public. A line may become a proposal or a comment: the outcome says which.
Never untrue: a line that was sent twice is there once; at a third-place meeting a visitor's words are published only when the
visitor agreed, and are gone when they withdraw; persons are never listed; what was changed after publication says so.
"""
