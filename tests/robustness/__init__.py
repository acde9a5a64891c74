"""Programs that run whole commands at once, kill them and fill the disk. They take minutes, so no test run has them."""
