"""MødeApp: citizen meetings in a hall, from the first idea to the protocol."""

__version__ = "0.1.0"
