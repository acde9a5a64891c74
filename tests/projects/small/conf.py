extensions = ["octavo.sphinxext"]
language = "en"
root_doc = "index"
numfig = True
