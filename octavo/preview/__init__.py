"""A saved catalog → the page in the browser, as fast as one looks up.

One process a language keeps a Sphinx warm (:mod:`~octavo.preview.warm`), because Sphinx keeps a language's state; the
server (:mod:`~octavo.preview.server`) asks them for pages and tells browsers what changed. Everything that is made lies
in ``build/preview/``, so that a build may run meanwhile.
"""
