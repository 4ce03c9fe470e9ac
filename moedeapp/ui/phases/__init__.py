"""One page per phase."""
