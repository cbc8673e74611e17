"""How things are cited: rooms say what it takes (`Citation`), the modules here write it in each format of the field."""
