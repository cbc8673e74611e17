"""Lesson-study reports: the field's own document as data, from the first draft to print."""
