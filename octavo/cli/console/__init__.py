"""Print the output that several commands share."""
