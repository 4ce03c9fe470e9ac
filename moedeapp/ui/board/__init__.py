"""The board: what stands on it, how it is drawn, and the hands that move it."""
