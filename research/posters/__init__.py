"""Posters: a study shown on one sheet."""
