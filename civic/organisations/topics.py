"""What organisations work on: the topics of the city's programmes and of the act on public benefit, in the words they are stored in."""

#: Kept as written, so that a directory in another language finds the same organisations.
TOPICS = (
    "polityka lokalowa",
    "ekonomia społeczna",
    "program współpracy",
    "pomoc społeczna",
    "rodzina",
    "poradnictwo",
    "bezdomność",
    "reintegracja zawodowa",
    "mniejszości",
    "cudzoziemki i cudzoziemcy",
    "zdrowie",
    "uzależnienia",
    "osoby z niepełnosprawnościami",
    "dostępność",
    "seniorki i seniorzy",
    "równość kobiet i mężczyzn",
    "prawa człowieka",
    "społeczności lokalne",
    "edukacja",
    "dzieci i młodzież",
    "kultura",
    "rzemiosło",
    "sport",
    "ekologia",
    "turystyka",
    "bezpieczeństwo",
    "wolontariat",
    "wsparcie organizacji",
    "jawność",
)
MOST = 20
LONGEST = 60
