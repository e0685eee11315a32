"""What may be typed in about a forum: shapes only, in rows that need no JavaScript; nothing typed is ever lost."""

from civic.forums.forms.forum import ForumForm
from civic.forums.forms.phase import PhaseForm, ReasonForm

__all__ = ["ForumForm", "PhaseForm", "ReasonForm"]
