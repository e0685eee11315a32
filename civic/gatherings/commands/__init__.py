"""What can happen to gatherings: prepared and arranged, asked in, steered, answered."""

from civic.gatherings.commands.arranging import (
    LONGEST_HOST,
    LONGEST_TITLE,
    add_topic,
    change_looking,
    change_topic,
    close_room,
    open_room,
    prepare_gathering,
    remove_topic,
)
from civic.gatherings.commands.asking import LONGEST_QUESTION, ask_in_room, support_question
from civic.gatherings.commands.steering import (
    LONGEST_ANSWER,
    answer_question,
    merge_question,
    move_question,
)

__all__ = [
    "LONGEST_ANSWER",
    "LONGEST_HOST",
    "LONGEST_QUESTION",
    "LONGEST_TITLE",
    "add_topic",
    "answer_question",
    "ask_in_room",
    "change_looking",
    "change_topic",
    "close_room",
    "merge_question",
    "move_question",
    "open_room",
    "prepare_gathering",
    "remove_topic",
    "support_question",
]
