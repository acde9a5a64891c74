"""Find the commits at which a language was complete.

A language is complete at a commit if its catalogs reach the percentage of its gate (``complete``, 100 by default), and
the text of that commit reaches it too. Catalogs that are older than the text may be full and still lack a new sentence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from octavo.catalogs import po
from octavo.catalogs.po import State
from octavo.project import Language, Project
from octavo.project.git import Commit
from octavo.workflow.coverage.counts import Coverage, total, words
from octavo.workflow.coverage.history import History


def of_text(project: Project, language: Language) -> Coverage:
    """Return how much of the text of the POT files is translated. Other messages of the catalogs do not count.

    :raises ContentError: a catalog or POT file cannot be read
    """
    folder = project.catalogs(language)
    cover = Coverage()
    for template in sorted(project.templates.rglob("*.pot")):
        path = folder / template.relative_to(project.templates).with_suffix(".po")
        held = {message.key for message in po.read(path) if message.state is State.TRANSLATED} if path.is_file() \
            else set()  # fmt: skip
        for message in po.read(template):
            size = words(message.msgid)
            cover += (
                Coverage(translated=1, translated_words=size)
                if message.key in held
                else Coverage(untranslated=1, untranslated_words=size)
            )
    return cover


def full(project: Project, language: Language, known: History) -> list[Sequence[Commit]]:
    """Return the runs of commits, the newest first, in which the catalogs of *language* were full and unchanged.

    The commits of a run are in the order of the history. The first one changed the catalogs, the others only text.
    """
    folder = f"{project.catalogs(language).relative_to(project.root).as_posix()}/"
    least = project.gate(language).complete
    held: dict[str, Coverage | None] = {}
    runs: list[list[Commit]] = []
    is_open = False
    for commit in known.commits:
        own = [change for change in commit.changes if change.path.startswith(folder) and change.path.endswith(".po")]
        for change in own:
            held.pop(change.path, None)
            if change.blob:
                version = known.versions.get(change.blob)
                held[change.path] = version.cover if version else None
        if own:
            is_open = _is_full(held, least)
            if is_open:
                runs.append([])
        if is_open:
            runs[-1].append(commit)
    return list(reversed(runs))


def _is_full(held: Mapping[str, Coverage | None], least: float) -> bool:
    covers = [cover for cover in held.values() if cover is not None]
    return bool(held) and len(covers) == len(held) and total(covers).percent >= least
