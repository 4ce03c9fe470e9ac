"""MødeApp: citizen meetings in a hall, from the first idea to the protocol."""

__version__ = "0.1.0"

SUFFIX = ".moede"
"""What the name of a meeting's file ends with."""
