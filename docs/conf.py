"""The handbook's Sphinx configuration; docs/pyproject.toml has the configuration of Octavo."""

extensions = ["myst_parser", "octavo.sphinxext"]
project = "Octavo"
author = "The Octavo editors"
language = "en"
root_doc = "index"
exclude_patterns = ["build"]
html_theme = "furo"
myst_heading_anchors = 3
myst_links_external_new_tab = False
# A broken catalog is shown as one, and “…” stands for the rest of an element.
suppress_warnings = ["misc.highlighting_failure"]
