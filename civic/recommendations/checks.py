"""What of a recommendation must be looked at before publishing, because what it rests on has changed since."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from civic.kernel.words import N_


class Trouble(StrEnum):
    """What has happened to what a recommendation rests on."""

    SOURCE_HIDDEN = "source_hidden"
    SOURCE_WITHDRAWN = "source_withdrawn"
    SOURCE_CHANGED = "source_changed"
    SOURCE_RENAMED = "source_renamed"
    SOURCE_STRUCK = "source_struck"
    QUOTE_HIDDEN = "quote_hidden"
    QUOTE_OLD = "quote_old"
    QUOTE_GONE = "quote_gone"
    QUOTE_BROKEN = "quote_broken"
    DISSENT_STRUCK = "dissent_struck"


SENTENCES = {
    Trouble.SOURCE_HIDDEN: N_(
        "%(label)s was hidden by the moderators: it does not stand in the document. Take it out, or wait for the appeal."
    ),
    Trouble.SOURCE_WITHDRAWN: N_(
        "%(label)s was withdrawn by its author: it does not stand in the document. Take it out."
    ),
    Trouble.SOURCE_CHANGED: N_(
        "%(label)s has a newer text than your wording. Read what changed, then save the wording again."
    ),
    Trouble.SOURCE_RENAMED: N_(
        "%(label)s was signed by “%(was)s”, which is called “%(now)s” today. The document keeps the name it was signed by."
    ),
    Trouble.SOURCE_STRUCK: N_(
        "%(label)s: the organisation “%(now)s” was struck off its register. See whether the recommendation rests on it alone."
    ),
    Trouble.QUOTE_HIDDEN: N_(
        "%(label)s was hidden by the moderators, so it is not quoted. Remove the quote."
    ),
    Trouble.QUOTE_OLD: N_(
        "The quote of %(label)s comes from an earlier text; the newest one says the same words. Quote the newest."
    ),
    Trouble.QUOTE_GONE: N_(
        "The newest text of %(label)s does not say the quoted words any more: the document quotes the earlier one. "
        "Quote anew, or leave it."
    ),
    Trouble.QUOTE_BROKEN: N_(
        "A quote of %(label)s is no exact part of its text any more, so it does not stand in the document. Remove it."
    ),
    Trouble.DISSENT_STRUCK: N_(
        "The organisation “%(now)s”, whose dissenting opinion stands here, was struck off its register. Decide whether it stays."
    ),
}


@dataclass(frozen=True, kw_only=True)
class Check:
    """One thing to look at; which of `proposal` and `quote` is set says what can be done at once."""

    trouble: Trouble
    recommendation: int
    label: str = ""  # „P12”, „K231”
    was: str = ""
    now: str = ""
    proposal: int = 0
    quote: int = 0

    @property
    def sentence(self) -> str:
        """What happened, and what to do about it."""
        return str(SENTENCES[self.trouble]) % {"label": self.label, "was": self.was, "now": self.now}

    @property
    def act(self) -> str:
        """What can be done about it at once: "free", "uncite", "renew", "write", or nothing."""
        match self.trouble:
            case Trouble.SOURCE_HIDDEN | Trouble.SOURCE_WITHDRAWN:
                return "free"
            case Trouble.QUOTE_HIDDEN | Trouble.QUOTE_GONE:
                return "uncite"
            case Trouble.QUOTE_OLD:
                return "renew"
            case Trouble.SOURCE_CHANGED:
                return "write"
        return ""
