"""Every way a meeting can change: one function each, from a state to its changes."""
