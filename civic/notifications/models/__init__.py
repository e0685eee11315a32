"""What exists here: what people follow, what they were told, when letters bring it, and who follows without an account."""

from __future__ import annotations

from civic.notifications.models.codes import DEFAULTS as DEFAULTS
from civic.notifications.models.codes import Bond as Bond
from civic.notifications.models.codes import Concern as Concern
from civic.notifications.models.codes import Frequency as Frequency
from civic.notifications.models.codes import Stand as Stand
from civic.notifications.models.codes import Why as Why
from civic.notifications.models.following import Follower as Follower
from civic.notifications.models.following import Habits as Habits
from civic.notifications.models.following import Preference as Preference
from civic.notifications.models.following import Subscription as Subscription
from civic.notifications.models.telling import Delivery as Delivery
from civic.notifications.models.telling import Notification as Notification
from civic.notifications.models.telling import ToldUntil as ToldUntil
