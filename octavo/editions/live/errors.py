"""Turn what Sphinx, its extensions and Octavo raise into sentences for a page; the log gets the traceback."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from docutils.utils import SystemMessage
from sphinx.errors import SphinxError

from octavo.errors import OctavoError, first_line
from octavo.project import Project

#: An extension or a theme may raise any of these on a text.
_RAISED = (SphinxError, SystemMessage, OSError, ValueError, KeyError, TypeError, AttributeError, IndexError)


@contextmanager
def collected(project: Project, log: TextIO) -> Iterator[list[str]]:
    """Catch what the block raises and add its sentence to the list; write the traceback to *log*."""
    sentences: list[str] = []
    try:
        yield sentences
    except OctavoError as error:
        sentences.append(relative(project, error))
    except _RAISED as error:
        original = getattr(error, "orig_exc", None)
        # Sphinx wraps what an event handler raises; our own sentence says it better.
        sentences.append(relative(project, original) if isinstance(original, OctavoError) else first_line(error))
        log.write(traceback.format_exc())
    finally:
        log.flush()


def relative(project: Project, error: OctavoError) -> str:
    """Return the sentence of *error*, with its file named relative to the project's folder."""
    return error.sentence.replace(f"{project.root}/", "")
