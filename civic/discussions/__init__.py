"""Threads of comments, owned by what they discuss, and conversations: what a forum talks over that is no proposal, or not yet.

Nouns: Conversation, Thread, Comment, Mention, Agreement, Visit. Whatever is discussed owns a thread and says where it stands
(`owners.Discussed`); a thread points to nothing above it. A comment is of one of five kinds (voice, for, against, question,
amendment), may answer another one of the same thread, and may carry the mark of a new argument.
Never untrue: a comment's parent stands in the same thread and before it; a hidden comment keeps its place, its author and
its answers, and shows its text to nobody but moderators and its author; a deleted one shows it to nobody; every change of a
thread raises its version; nobody agrees twice with one comment, nor with their own; a mention is due until its addressee has
spoken in that thread or put it aside.
"""
