"""Errors that people are meant to read."""


class Refused(Exception):
    """An action was refused; the message is a sentence in the reader's language saying what to do."""

    def __init__(self, message):
        super().__init__(message)
        self.message = message
