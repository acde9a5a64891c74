"""Build pages, EPUBs and LaTeX files from hostile catalogs, and look for harm in what was written and done."""
