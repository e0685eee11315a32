"""Threads of comments, owned by what they discuss: a proposal points to its thread, the thread to nothing above it.

Nouns: Thread, Comment. A comment is of one of five kinds (voice, for, against, question, amendment), may answer another one
of the same thread, and may carry the mark of a new argument.
Never untrue: a comment's parent stands in the same thread and before it; a hidden comment keeps its place, its author and
its answers, and shows its text to nobody but moderators and its author; every change of a thread raises its version.
"""
