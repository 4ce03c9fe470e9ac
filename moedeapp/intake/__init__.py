"""What comes in from outside: ideas from text, tables and the clipboard."""
