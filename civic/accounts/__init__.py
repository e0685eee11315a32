"""People with an account: who they are to the platform, how they prove it, and where they are signed in.

Nouns: User, Session. A user has an address, perhaps a password (argon2id of its NFKC form) and perhaps a platform role.
A session is a row: the cookie holds only its random id, the table the SHA-256 of that id. It names the organisation acted for.
Never untrue: no password or session id is stored readable; a suspended user has no session; a change of password or role
ends the user's sessions.
"""
