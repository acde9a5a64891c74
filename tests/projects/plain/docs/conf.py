project = "Gadget"
author = "The gadget team"
extensions = []
html_theme = "alabaster"
locale_dirs = ["locale"]
gettext_compact = False
