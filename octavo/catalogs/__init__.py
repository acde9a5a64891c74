"""From the source to POT files to catalogs: extract, merge, translation memory, reading and writing."""
