"""Post-process the web pages of Sphinx: fixes, search index, text direction."""
