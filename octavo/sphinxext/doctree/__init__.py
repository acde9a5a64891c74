"""Adapt the doctree of a page to the language of the build: texts, figures, formulas, references."""
