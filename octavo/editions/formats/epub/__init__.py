"""Write EPUB packages."""
