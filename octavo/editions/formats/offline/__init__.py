"""Pack the web site of a language into one file for readers without a connection: a ZIP, and a ZIM for Kiwix."""
