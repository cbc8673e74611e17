"""Errors that people are meant to read."""


class Refused(Exception):
    """An action was refused; the message is a sentence in the reader's language saying what to do."""

    def __init__(self, message):
        super().__init__(message)
        self.message = message


def sentence_of(refusal):
    """What a `Refused` or a `ValidationError` says to people, in one line."""
    return " ".join(getattr(refusal, "messages", None) or [refusal.message])
