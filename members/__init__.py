"""Who we are: users, people and their posts over the years, organizations (schools, branches), places, councils."""
