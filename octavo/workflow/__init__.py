"""Support the work around the catalogs: coverage, release gate, exchange, suggestions, new projects."""
