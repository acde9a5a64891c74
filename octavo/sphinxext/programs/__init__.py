"""Programs and processes that start Sphinx or prepare for it."""
