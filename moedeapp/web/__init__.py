"""What phones meet: one page, one stream, and two places to send to."""
