"""What teachers found: posters and lesson-study reports. A facade over two rooms, as in events/."""
