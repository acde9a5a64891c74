"""Plan a build, schedule its tasks, and run them."""
