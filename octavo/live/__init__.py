"""A live session: Sphinx with the environment of one language, kept in memory to read and write pages again.

:mod:`~octavo.live.session` reads saved files again and writes single pages; :mod:`~octavo.live.file_state` finds the
files that were saved. The package knows neither HTTP nor a browser, and writes only below ``build/preview/``.
"""
