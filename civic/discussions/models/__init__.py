"""Threads and their comments, conversations, and the marks that people leave on them."""

from __future__ import annotations

from civic.discussions.models.conversations import Conversation as Conversation
from civic.discussions.models.labels import Label as Label
from civic.discussions.models.labels import labels_in as labels_in
from civic.discussions.models.looks import HOLDING as HOLDING
from civic.discussions.models.looks import Cause as Cause
from civic.discussions.models.looks import Look as Look
from civic.discussions.models.marks import Agreement as Agreement
from civic.discussions.models.marks import Mention as Mention
from civic.discussions.models.marks import Visit as Visit
from civic.discussions.models.received import Origin as Origin
from civic.discussions.models.received import Receipt as Receipt
from civic.discussions.models.received import Received as Received
from civic.discussions.models.threads import Comment as Comment
from civic.discussions.models.threads import CommentKind as CommentKind
from civic.discussions.models.threads import CommentVersion as CommentVersion
from civic.discussions.models.threads import Thread as Thread
