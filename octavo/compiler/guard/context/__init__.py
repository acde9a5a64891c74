"""What the guard needs to know about the messages of a catalog: the project's parsers, its names, its sources."""
