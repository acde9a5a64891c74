"""Find the heading of a page among its texts, without Sphinx."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from octavo.project.source_files import file_of_document
from octavo.project.values import Project

#: The line under a heading of reStructuredText.
_UNDERLINE = re.compile(r"([^\w\s])\1{2,}")


def heading(project: Project, document: str, texts: Iterable[str]) -> str:
    """Return the first of *texts* that is a heading in the file of *document*, or an empty text."""
    file = file_of_document(project, document)
    lines = file.read_text(encoding="utf-8", errors="replace").splitlines() if file else []
    headings = {line.strip() for line, under in pairwise(lines) if _UNDERLINE.fullmatch(under.strip())}
    headings |= {line.lstrip("# ").strip() for line in lines if line.startswith("# ")}
    return next((text for text in texts if text in headings), "")
