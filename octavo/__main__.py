"""``python -m octavo`` is ``octavo``."""

from octavo.cli import run

run()
