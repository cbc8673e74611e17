"""What we print: journals, their issues and articles."""
