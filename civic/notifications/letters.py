"""The letters of notifications: one about one subject, a digest, and those to addresses without an account."""

from __future__ import annotations

from datetime import timedelta

from civic.kernel.mail import Kind
from civic.kernel.words import N_
from civic.notifications import composing

#: News that is still of use after a long fault of the mail server.
LASTS = timedelta(days=3)

NEWS = Kind(
    "news",
    subject=N_("%(title)s"),
    body=N_("%(summary)s"),
    button=N_("Open the page"),
    facts=("title", "summary"),
    lasts=LASTS,
    compose=composing.news,
)
DIGEST = Kind(
    "digest",
    subject=N_("%(instance)s: %(summary)s"),
    body=N_("This is what is new in what concerns you, gathered since the last letter."),
    button=N_("Open the inbox"),
    facts=("summary",),
    lasts=LASTS,
    compose=composing.digest,
)
FOLLOW_CONFIRM = Kind(
    "follow_confirm",
    subject=N_("Confirm that you want to follow: %(title)s"),
    body=N_(
        "Somebody, most likely you, asked for letters about what is new here: %(title)s. Confirm it with the button below.\n\n"
        "The link works for 7 days. If it was not you, do nothing: no letters will come, and the address is deleted."
    ),
    button=N_("Follow by e-mail"),
    facts=("title",),
    lasts=timedelta(days=7),
)
FOLLOWER_NEWS = Kind(
    "follower_news",
    subject=N_("What is new: %(title)s"),
    body=N_("This is what is new in what you follow, gathered since the last letter."),
    button=N_("Open the page"),
    facts=("title",),
    lasts=LASTS,
    compose=composing.follower_news,
)
