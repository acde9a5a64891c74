"""Compile catalogs into the only ``.mo`` files that Sphinx reads. This is the trust boundary."""
