"""The publication's Sphinx configuration. What is published stands in pyproject.toml, [tool.octavo].

The extension reads that table and sets the rest: title, languages, catalogs, themes, EPUB and LaTeX.
"""

extensions = ["octavo.sphinxext"]
language = "en"
root_doc = "index"
numfig = True
smartquotes = True
