"""What can happen here: people are told, letters are written, people follow and choose, administrators look after letters."""

from __future__ import annotations

from civic.notifications.commands.followers import confirm_follower as confirm_follower
from civic.notifications.commands.followers import drop_follower as drop_follower
from civic.notifications.commands.followers import follow_by_letter as follow_by_letter
from civic.notifications.commands.followers import write_to_followers as write_to_followers
from civic.notifications.commands.following import choose as choose
from civic.notifications.commands.following import follow as follow
from civic.notifications.commands.following import mark_read as mark_read
from civic.notifications.commands.following import mute as mute
from civic.notifications.commands.following import stop_letters as stop_letters
from civic.notifications.commands.following import try_address_again as try_address_again
from civic.notifications.commands.following import unfollow as unfollow
from civic.notifications.commands.letters import drop_letter as drop_letter
from civic.notifications.commands.letters import retry_letter as retry_letter
from civic.notifications.commands.posting import write_due_letters as write_due_letters
from civic.notifications.commands.telling import tell as tell
