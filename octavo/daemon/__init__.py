"""A language that is kept ready → its web pages a moment after a message changed, the same as a build makes them.

``octavo daemon fr`` starts a process (:mod:`~octavo.daemon.server`) that keeps Sphinx with all that it knows of the
language, and Pagefind with all its pages (:mod:`~octavo.daemon.kept`). From then on ``octavo build -l fr -f html`` is
handed over to it (:mod:`~octavo.daemon.client`). What is not a changed message or text is left to the ordinary build.
"""
