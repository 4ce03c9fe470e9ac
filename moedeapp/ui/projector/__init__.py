"""The storskærm: what the hall reads, and the facilitator's hold on it."""
