"""Store the catalogs of a language in memory, and read a file again when it changed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from octavo.cache import fingerprint
from octavo.cache.fingerprint import FileFingerprint
from octavo.catalogs import po
from octavo.catalogs.edit import message_id
from octavo.catalogs.po import Catalog, Message
from octavo.compiler.guard import INTERFACE, PUBLICATION
from octavo.compiler.sources import check_file
from octavo.errors import ContentError, OctavoError
from octavo.project import Language, Project, documents
from octavo.workflow.coverage.languages import catalogs
from octavo.workflow.coverage.toctree_order import in_reading_order


@dataclass(slots=True)
class CatalogState:
    """Store a catalog as it was read last.

    :ivar catalog: the last version that could be read; ``None`` if there was none
    :ivar error: why the file cannot be read now, or ``None``
    """

    domain: str
    path: Path
    root: Path
    catalog: Catalog | None = None
    error: ContentError | None = None
    by_id: dict[str, Message] = field(default_factory=dict)
    _seen: FileFingerprint | None = None
    _is_settled: bool = False

    def refresh(self) -> None:
        """Read the file again if it may have changed."""
        moment, now = fingerprint.clock(), fingerprint.fingerprint(self.path)
        if self._seen == now and self._is_settled:
            return
        self._seen, self._is_settled = now, now is None or now.is_settled(moment)
        try:
            check_file(self.path, self.root)
            data = po.data_of(self.path)
            if self.error is None and self.catalog is not None and self.catalog.data == data:
                return
            self.catalog = po.read(self.path).whole()
            self.by_id = {message_id(message): message for message in self.catalog}
            self.error = None
        except ContentError as error:
            self.error = error

    @property
    def messages(self) -> tuple[Message, ...]:
        """Return the messages in use."""
        return tuple(self.by_id.values())


class LanguageIndex:
    """Give access to the catalogs of *language*, in reading order.

    :ivar lock: protects the states; take it while you use them
    """

    def __init__(self, project: Project, language: Language) -> None:
        self.project = project
        self.language = language
        self.lock = threading.RLock()
        self._states: dict[str, CatalogState] = {}
        self._documents: frozenset[str] = frozenset()

    def refresh(self) -> None:
        """Look for catalogs that were added, changed or removed."""
        with self.lock:
            try:
                paths = catalogs(self.project, self.language)
            except OctavoError:
                paths = {}
            if paths.keys() != self._states.keys():
                order = in_reading_order(self.project, paths)
                self._states = {
                    domain: self._states.get(domain) or CatalogState(domain, paths[domain], self.project.root)
                    for domain in order
                }
                self._documents = documents(self.project)
            for state in self._states.values():
                state.refresh()

    def states(self) -> tuple[CatalogState, ...]:
        """Return the states of all catalogs in reading order."""
        return tuple(self._states.values())

    def state(self, domain: str) -> CatalogState | None:
        """Return the present state of the catalog *domain*, or ``None`` if there is none."""
        with self.lock:
            if domain not in self._states:
                self.refresh()
            state = self._states.get(domain)
            if state is not None:
                state.refresh()
            return state

    def messages(self) -> Iterator[tuple[CatalogState, str, Message]]:
        """Yield every message in use with its catalog and id, in reading order."""
        for state in self.states():
            for name, message in state.by_id.items():
                yield state, name, message

    def page_of(self, domain: str, message: Message) -> str:
        """Return the document that shows *message*; empty for texts of the publication and of themes."""
        if domain in (PUBLICATION, INTERFACE):
            return ""
        if domain in self._documents:
            return domain
        folder = f"{self.project.source_folder}/"
        for reference in message.references:
            name = reference.rpartition(":")[0] if reference.rpartition(":")[2].isdecimal() else reference
            for suffix in self.project.suffixes:
                document = name.removeprefix(folder).removesuffix(suffix)
                if name.endswith(suffix) and document in self._documents:
                    return document
        return ""
