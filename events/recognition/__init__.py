"""What people and organizations received at an event: diplomas, certificates, letters, prizes."""
