"""The virtual exhibition of an event: its public posters in the order of their boards, as one walks past them."""

import re

from lessonstudy.content.languages import sort_key


def wall(event):
    return sorted((poster for poster in event.posters.all() if poster.is_public), key=by_board)


def by_board(poster):
    """By the number of its board, A2 before A10; those without one come last, by title."""
    return not poster.board_number, natural(poster.board_number), sort_key(poster.plain_title)


def natural(label):
    parts = re.split(r"(\d+)", label)  # words and numbers take turns
    return [int(part) if place % 2 else sort_key(part) for place, part in enumerate(parts)]
