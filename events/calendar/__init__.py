"""Series and the tree of events: dates, places, organizers, stated figures, pictures and files."""
