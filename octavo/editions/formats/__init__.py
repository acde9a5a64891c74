"""Write the files of each format, without importing Sphinx."""
