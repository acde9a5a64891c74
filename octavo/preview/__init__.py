"""A saved catalog → the page in the browser, as fast as one looks up.

Each language has a process with a live session (:mod:`octavo.live`), because Sphinx has global state of a language; the
server (:mod:`~octavo.preview.server`) asks them for pages and tells browsers what changed. Everything that is made lies
in ``build/preview/``, so that a build may run meanwhile.
"""
