"""Schools register groups of named teachers: what staff set, exact seats, the waiting list, mails, the door."""
