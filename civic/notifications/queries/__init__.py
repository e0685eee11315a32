"""What can be asked: the inbox, what a person follows and chose, and the letters that did not leave."""

from __future__ import annotations

from civic.notifications.queries.followers import find_follower as find_follower
from civic.notifications.queries.following import Chosen as Chosen
from civic.notifications.queries.following import chosen_by as chosen_by
from civic.notifications.queries.following import find_subscription as find_subscription
from civic.notifications.queries.following import subscriptions_of as subscriptions_of
from civic.notifications.queries.inbox import inbox as inbox
from civic.notifications.queries.inbox import unread_count as unread_count
from civic.notifications.queries.letters import GIVEN_UP as GIVEN_UP
from civic.notifications.queries.letters import LETTERS as LETTERS
from civic.notifications.queries.letters import WAITING as WAITING
from civic.notifications.queries.letters import can_be_retried as can_be_retried
from civic.notifications.queries.letters import get_letter as get_letter
from civic.notifications.queries.letters import letter_counts as letter_counts
from civic.notifications.queries.letters import letters_page as letters_page
