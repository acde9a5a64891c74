"""Contain Octavo's own interface: its words in every language, its Jinja templates, its static files."""
