"""Give headings in other scripts addresses that stay when headings are added before them.

docutils makes ids of Latin letters only. A heading without any becomes ``id1``, ``id2`` and so on, by its place.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from docutils import nodes
from sphinx.transforms import SphinxTransform

_BY_PLACE = re.compile(r"id\d+")


class StableIds(SphinxTransform):
    """Replace ids by place with ids by the titles of the section and those around it."""

    default_priority = 15  # type: ignore[assignment]  # docutils leaves it to subclasses; before Sphinx translates titles (20) and references are resolved

    def apply(self, **kwargs: object) -> None:
        """Rename the ids of the document's sections, if the project asks for it."""
        if not self.config.octavo_stable_ids:
            return
        names = self.document.nameids
        for section in list(self.document.findall(nodes.section)):
            titles = list(_titles(section))
            old = next(iter(section["ids"]), "")
            new = "s-" + hashlib.sha256("\0".join(titles).encode()).hexdigest()[:10]
            if not _BY_PLACE.fullmatch(old) or titles[0].isascii() or new in self.document.ids:
                continue
            section["ids"][0] = new
            self.document.ids[new] = self.document.ids.pop(old, section)
            names.update({name: new for name, held in names.items() if held == old})


def _titles(section: nodes.Element | None) -> Iterator[str]:
    """Yield the title of *section* and those of the sections around it."""
    while isinstance(section, nodes.section):
        title = next(iter(section.findall(nodes.title)), None)
        yield title.astext() if title is not None else ""
        section = section.parent
