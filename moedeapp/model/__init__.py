"""The meeting itself: facts, commands and the file; plain Python and SQLite."""
