"""Keep one Sphinx session of a language loaded, to read and write single pages for the preview."""
