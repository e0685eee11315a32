"""The moderators' pages, and what pages of others show of moderation."""

from __future__ import annotations

from civic.moderation.views import appealing as appealing
from civic.moderation.views import arranging as arranging
from civic.moderation.views import contributions as contributions
from civic.moderation.views import deciding as deciding
from civic.moderation.views import deciding_reports as deciding_reports
from civic.moderation.views import entering as entering
from civic.moderation.views import figures as figures
from civic.moderation.views import looking as looking
from civic.moderation.views import pairs as pairs
from civic.moderation.views import people as people
from civic.moderation.views import queue as queue
from civic.moderation.views import reporting as reporting
from civic.moderation.views import statements as statements
from civic.moderation.views import working as working
from civic.moderation.views.arranging import moved_notice as moved_notice
from civic.moderation.views.blueprint import bp as bp
from civic.moderation.views.deciding import conversation_notice as conversation_notice
from civic.moderation.views.deciding import posting_notice as posting_notice
from civic.moderation.views.deciding import proposal_notice as proposal_notice
from civic.moderation.views.seconding import organisation_notice as organisation_notice
