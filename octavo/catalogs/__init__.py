"""Turn the source into POT files and catalogs: extract, merge, remember, read and write."""
