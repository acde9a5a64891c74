"""EPUB packages."""
