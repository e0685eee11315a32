"""People with an account: who they are to the platform, how they prove it, and where they are signed in.

Nouns: User, Session, Token, AddressRequest, AddressChange.
A user has an address, perhaps a password (argon2id of its NFKC form) and perhaps a platform role.
A session is a row: the cookie holds only its random id, the table the SHA-256 of that id. It names the organisation acted for.
Whoever types an address leaves an AddressRequest, the same for every address; a job answers it by letter. The letter's link holds
a Token, of which the table knows the SHA-256: it opens one thing, once, for a time. An AddressChange waits until both mailboxes agreed.
Never untrue: no password or session id is stored readable; a suspended user has no session; a change of password or role
ends the user's sessions; a change of password or address makes all links void; no page shows whether an address is known.
"""
