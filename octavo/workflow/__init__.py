"""The translation workflow around the catalogs: coverage, release gate, exchange files, new projects."""
