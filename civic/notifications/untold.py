"""Events that nobody is told of, each with the reason; a part of the table of `subscriptions`."""

from __future__ import annotations

from civic.notifications.telling import Nobody

UNTOLD: dict[str, Nobody] = {
    "NeedModerated": Nobody("a letter tells whoever raised it"),
    **dict.fromkeys(
        (
            *(
                "GatheringEvent",
                "GatheringPrepared",
                "GatheringArranged",
                "GatheringOpened",
                "GatheringClosed",
            ),
            *("RoomQuestionEvent", "RoomQuestionAsked", "RoomQuestionMoved", "RoomQuestionMerged"),
            "RoomQuestionAnswered",
        ),
        Nobody("the room sees it on the screen, everybody else on the meeting's page"),
    ),
    **dict.fromkeys(
        ("NeedEvent", "NeedRaised", "NeedDecided", "NeedAnswered", "NeedSentBack"),
        Nobody("a letter tells whoever raised it; the office sees on its start page what waits"),
    ),
    **dict.fromkeys(
        ("NeedAddressConfirmed", "NeedAddressRemoved"),
        Nobody("it concerns nobody but whoever raised the need"),
    ),
}
