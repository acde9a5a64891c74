"""A machine → the versions that decide what an edition looks like and the programs that it has, compared with ours."""

from __future__ import annotations

import platform
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from octavo import __version__
from octavo.cache import package
from octavo.editions.formats.pdf import latex
from octavo.editions.pipeline.plan import Task
from octavo.errors import OctavoError
from octavo.project import Format

#: Packages besides Octavo whose version shows in the bytes of an edition, and the one that carries it.
PACKAGES = ("sphinx", "docutils", "furo", "babel", "lxml", "pagefind", "weasyprint", "distributed")
_ABSENT = "none"
#: Letters of a digest that tell two states of Octavo's own files apart.
_LETTERS = 12

Versions = dict[str, str]


@dataclass(frozen=True, slots=True)
class Needs:
    """What the tasks of a plan ask of a machine.

    :ivar paper: programs that make PDFs
    :ivar right_to_left: TeX's bidi
    """

    paper: bool = False
    right_to_left: bool = False

    @classmethod
    def of(cls, tasks: Iterable[Task]) -> Needs:
        """Return what *tasks* need."""
        printed = [task for task in tasks if task.kind == Format.PDF.value]
        return cls(bool(printed), any(task.language.is_right_to_left for task in printed))


@cache
def versions() -> Versions:
    """Return what this machine makes editions with, by name; Octavo's says its files too."""
    found = {"Python": platform.python_version(), "octavo": f"{__version__}+{package.package_hash()[:_LETTERS]}"}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = _ABSENT
    return found


def missing(needs: Needs) -> list[str]:
    """Return the programs that *needs* asks for and this machine has not."""
    found = latex.missing_programs() if needs.paper else []
    return found or (["TeX's bidi"] if needs.right_to_left and latex.lacks_bidi() else [])


def inspect_machine(needs: Needs) -> tuple[Versions, list[str]]:
    """Return this machine's versions and what it lacks."""
    return versions(), missing(needs)


def compare_machines(worker: str, theirs: Mapping[str, str], ours: Mapping[str, str], lacks: list[str]) -> None:
    """Refuse the machine called *worker* if it would make other editions than one with the versions *ours*, or none.

    :param lacks: programs that are needed and missing there

    :raises OctavoError: it would
    """
    for name, wanted in ours.items():
        if theirs.get(name, _ABSENT) != wanted:
            held = theirs.get(name, _ABSENT)
            raise OctavoError(
                "cluster-versions",
                f"the worker {worker} has {name} {held}, and {wanted} is wanted",
                remedy="Start all workers from the same image as this run",
            )
    if lacks:
        raise OctavoError(
            "cluster-programs",
            f"the worker {worker} lacks {', '.join(lacks)}, which PDFs need",
            remedy="Start workers from an image with TeX, or leave PDFs out with “--format”",
        )
