"""Extract the messages of the master."""
