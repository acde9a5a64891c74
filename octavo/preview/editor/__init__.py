"""Let translators edit the messages of a language in the browser.

``index`` reads the catalogs, ``judge`` finds problems in a text, ``help`` collects terms, similar texts and markup,
``work`` lists messages, ``service`` saves and answers the requests that ``api`` receives.
"""
