"""The public figures of moderation: reports, decisions, appeals, merges and times, by month, year and forum, without persons."""

from __future__ import annotations

from civic.moderation.figures.counting import Times as Times
from civic.moderation.figures.counting import Veil as Veil
from civic.moderation.figures.counting import veiled as veiled
from civic.moderation.figures.reading import Figures as Figures
from civic.moderation.figures.reading import Month as Month
from civic.moderation.figures.reading import figures_of as figures_of
from civic.moderation.figures.reading import years as years
from civic.moderation.figures.rows import rows_of as rows_of
