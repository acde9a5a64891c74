"""Compare the versions and programs of a worker with those of this machine."""

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
from octavo.project import PRINTED

#: Packages besides Octavo whose version affects the bytes of an edition, and the one that runs the cluster.
PACKAGES = ("sphinx", "docutils", "furo", "babel", "lxml", "snowballstemmer", "weasyprint", "distributed")
_ABSENT = "none"
#: Number of characters of the hash of Octavo's own files in its version.
_LETTERS = 12

Versions = dict[str, str]


@dataclass(frozen=True, slots=True)
class Requirements:
    """Represent the requirements of the tasks of a plan.

    :ivar paper: whether the programs for PDFs are needed
    :ivar right_to_left: whether TeX's bidi package is needed
    """

    paper: bool = False
    right_to_left: bool = False

    @classmethod
    def of(cls, tasks: Iterable[Task]) -> Requirements:
        """Return the requirements of *tasks*."""
        pdf_tasks = [task for task in tasks if task.kind in {kind.value for kind in PRINTED}]
        return cls(bool(pdf_tasks), any(task.language.is_right_to_left for task in pdf_tasks))


@cache
def versions() -> Versions:
    """Return the versions of this machine by name; Octavo's contains the hash of its files."""
    result = {"Python": platform.python_version(), "octavo": f"{__version__}+{package.package_hash()[:_LETTERS]}"}
    for name in PACKAGES:
        try:
            result[name] = version(name)
        except PackageNotFoundError:
            result[name] = _ABSENT
    return result


def missing(needs: Requirements) -> list[str]:
    """Return the programs in *needs* that this machine lacks."""
    programs = latex.missing_programs() if needs.paper else []
    return programs or (["TeX's bidi"] if needs.right_to_left and latex.lacks_bidi() else [])


def inspect_machine(needs: Requirements) -> tuple[Versions, list[str]]:
    """Return the versions of this machine and the programs it lacks."""
    return versions(), missing(needs)


def compare_machines(worker: str, theirs: Mapping[str, str], ours: Mapping[str, str], lacks: list[str]) -> None:
    """Check that the machine *worker* would build the same editions as one with the versions *ours*.

    :param lacks: required programs that *worker* lacks
    :raises OctavoError: its versions differ, or it lacks programs
    """
    for name, expected in ours.items():
        actual = theirs.get(name, _ABSENT)
        if actual != expected:
            raise OctavoError(
                "cluster-versions",
                f"the worker {worker} has {name} {actual}, but this run needs {expected}",
                remedy="Start all workers from the same image as this run",
            )
    if lacks:
        raise OctavoError(
            "cluster-programs",
            f"the worker {worker} lacks {', '.join(lacks)}, required for PDFs",
            remedy="Start the workers from an image with TeX, or build other formats only, with “--format”",
        )
