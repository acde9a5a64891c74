"""Collect what the guard needs to know about the messages of a catalog: parsers, names and sources."""
