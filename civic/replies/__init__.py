"""Answers by e-mail: a letter about a comment carries an address to which its reader answers, and the answer becomes a comment.

Nouns: Reply address, ReceivedMail. A reply address is signed: it says who answers which comment in whose name and until when,
holds nothing that can be read or guessed, and opens nothing else. A mail is taken when it comes from the person's own address
to such an address of theirs; it then passes the very command that the page calls.
Never untrue: one mail makes one comment, however often it is read; nothing that a machine sent is answered or taken; nobody
but the owner of the address ever gets a letter because of a mail; what was refused comes back to its writer with the reason.
"""
