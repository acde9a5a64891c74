"""Extract the texts to be translated from the source, its figures and its configuration into POT files."""
