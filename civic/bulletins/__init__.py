"""Bulletins: what the office writes to many at once (wiadomość do organizacji), and the public page that each becomes.

Nouns: Bulletin, Audience (who follows a forum, who sits at its table, organisations by topic and district).
States: draft → scheduled → sending → sent; a scheduled one may be stopped, which makes it a draft again.
Never untrue: nobody gets a bulletin twice, whatever is cut or killed; who declined, is suspended, erased, or speaks for an
organisation that was suspended or struck off gets none; nothing changes in a bulletin once its sending began; how many got
it is kept, who got it is not.
"""
