"""Web pages after Sphinx wrote them: fixes, search index, text direction."""
