"""What happens inside an event: tracks, sessions, contributions, visits, agenda, and who did what in them."""
