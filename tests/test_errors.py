"""Errors: a sentence with what, where and the remedy; every code is documented and no other."""

from __future__ import annotations

import errno
import pickle
import re
import shutil
from pathlib import Path

from octavo.errors import ContentError, OctavoError, of_system
from octavo.project.configuration.reader import KEYS
from tests.conftest import ROOT

#: First argument of an error, or of a ``_Parser``'s or reader's ``error``: its code.
_RAISED = re.compile(r'(?:OctavoError|ContentError|UsageError)\(\s*f?"([a-z]+(?:-[a-z{}]+)+|busy)"')
_GIVEN = re.compile(r'"((?:catalog|config|baseline|check|terms)-[a-z]+)"')


def codes_of_the_program() -> set[str]:
    found: set[str] = set()
    for path in (ROOT / "octavo").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        found |= set(_RAISED.findall(text))
        if "ContentError" in text or "OctavoError" in text:
            found |= {code for code in _GIVEN.findall(text) if "_CODES" not in text}
    found.discard("unknown-{kind}")
    found -= set(KEYS)
    return found | {"unknown-language", "unknown-book"}


def documented() -> set[str]:
    return set(re.findall(r"^## (\S+)$", (ROOT / "docs/reference/errors.md").read_text(encoding="utf-8"), re.MULTILINE))


def test_every_code_has_its_paragraph() -> None:
    from octavo.compiler.checks.registry import RULES

    raised = {code for code in codes_of_the_program() if code not in RULES}
    assert raised - documented() == set()


def test_no_paragraph_is_left_of_a_code_that_is_gone() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "octavo").rglob("*.py"))
    assert [code for code in documented() if f'"{code}"' not in text and not code.startswith("unknown-")] == []


def test_a_sentence_says_where_what_and_what_to_do() -> None:
    error = OctavoError("busy", "it is busy", remedy="Wait", path=Path("a.po"), line=3)
    assert error.sentence == "a.po:3: it is busy. Wait. [busy]"


def test_errors_cross_processes_whole() -> None:
    error = ContentError("catalog-syntax", "what", remedy="do", path=Path("a.po"), line=3)
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301  # our own bytes
    assert (type(copy), copy.sentence, copy.exit_status) == (ContentError, error.sentence, 1)


def test_an_error_of_the_system_is_one_sentence_also_if_many_files_could_not_be_copied() -> None:
    remedy = "Check the space and the rights there. [system]"
    full = OSError(errno.ENOSPC, "No space left on device", "/site/a")
    assert of_system(full) == f"/site/a: No space left on device. {remedy}"
    many = shutil.Error([("/made/a", "/site/a", str(full)), ("/made/b", "/site/b", str(full))])
    assert of_system(many) == f"/site/a: No space left on device. {remedy}"
    assert of_system(OSError("nothing known")) == f"nothing known. {remedy}"
