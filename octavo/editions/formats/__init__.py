"""Make the files of each format. Nothing here imports Sphinx."""
