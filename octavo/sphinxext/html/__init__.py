"""Extend Sphinx's builder of web pages."""
