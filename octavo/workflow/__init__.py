"""The translation workflow around the catalogs: coverage, release gate, exchange, suggestions, new projects."""
