"""Show a saved catalog in the browser at once.

Each language has a process with a live Sphinx session (:mod:`octavo.editions.live.session`), because Sphinx keeps a
language's state. The server (:mod:`octavo.preview.http`) asks these processes for pages and tells browsers what
changed. All output is in ``build/preview/``, so a build can run at the same time.
"""
