"""What teachers found: posters (and, later, lesson-study reports)."""
