"""What the admin's forms and lists are made of: many files at once, two editors, history, deletion, filters."""
