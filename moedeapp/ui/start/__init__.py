"""What comes before a meeting: a new one, an old one, a rehearsal or the demo."""
