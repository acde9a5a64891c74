"""Check the spelling of a translation with hunspell, if it has a dictionary of the language."""

from __future__ import annotations

import re
import shutil
import subprocess
import threading
import time
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from octavo.compiler.checks.rules.spelling import LONGEST, SHORTEST, word_list
from octavo.compiler.checks.subject import Subject, outside_emphasis
from octavo.project import Language, Project

#: Names have capitals, and what is in the master's text too was kept on purpose.
_WORD = re.compile(r"(?<![\w’'@./-])[^\W\d_]+(?:[’'-][^\W\d_]+)*(?![\w@/])")
#: An elided article or pronoun before a word: l’école.
_ELISION = re.compile(r"^(?:[cdjlmnst]|qu|lorsqu|puisqu|jusqu|quoiqu)['’](?=\w)", re.IGNORECASE)
_SUGGESTED = 4
#: Seconds for the words of a text. hunspell needs long to find words like an unknown one.
_SECONDS = 0.5


@dataclass(slots=True)
class Speller:
    """Keep hunspell running for *language*; without it or a dictionary, no word is unknown."""

    project: Project
    language: Language
    _process: subprocess.Popen[str] | None = None
    _is_failed: bool = False
    _known: dict[str, list[str] | None] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def unknown(self, subject: Subject) -> list[dict[str, object]]:
        """Return the words of *subject* that no dictionary has, each with words that are like it."""
        words = dict.fromkeys(_WORD.findall(outside_emphasis(subject.tokens)))
        ours = word_list(self.project.locales / self.language.locale)
        rows: list[dict[str, object]] = []
        end = time.monotonic() + _SECONDS
        with self._lock:
            for word in words:
                if time.monotonic() > end:
                    break  # the next request goes on from here, for answers are kept
                bare = _ELISION.sub("", word)
                if not SHORTEST <= len(bare) <= LONGEST or bare != bare.lower() or word in subject.msgid:
                    continue
                if bare not in ours and word not in ours and (similar := self._suggestions(bare)) is not None:
                    rows.append({"word": bare, "similar": similar})
        return rows

    def _suggestions(self, word: str) -> list[str] | None:
        """Return words that are like *word*, or ``None`` if it is right."""
        if word not in self._known:
            self._known[word] = self._ask(word)
        return self._known[word]

    def _ask(self, word: str) -> list[str] | None:
        process = self._started()
        if process is None:
            return None
        assert process.stdin and process.stdout
        try:
            # The circumflex marks a line of text, in which no sign is a command (ispell -a).
            process.stdin.write(f"^{word.replace('’', chr(39))}\n")
            process.stdin.flush()
            similar: list[str] | None = None
            while line := process.stdout.readline().strip():
                if line.startswith("#"):
                    similar = similar or []
                elif line.startswith("&"):
                    similar = (similar or []) + line.partition(": ")[2].split(", ")[:_SUGGESTED]
            return similar
        except OSError:
            self._is_failed = True
            return None

    def _started(self) -> subprocess.Popen[str] | None:
        if self._process is None and not self._is_failed:
            name = _dictionary(self.language.locale)
            self._is_failed = not name
            if name:
                self._process = subprocess.Popen(
                    ["hunspell", "-a", "-i", "UTF-8", "-d", name], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL, encoding="utf-8", start_new_session=True,
                )  # fmt: skip
                assert self._process.stdout
                self._process.stdout.readline()  # its version
        return None if self._is_failed else self._process

    def close(self) -> None:
        """End hunspell."""
        process, self._process, self._is_failed = self._process, None, True
        if process is not None:
            process.kill()
            process.communicate()


@cache
def _dictionary(locale: str) -> str:
    """Return the name of hunspell's dictionary for *locale*, or an empty text."""
    if not shutil.which("hunspell"):
        return ""
    done = subprocess.run(["hunspell", "-D"], input="", capture_output=True, text=True, timeout=20, check=False)
    names = {Path(line).name for line in (done.stdout + done.stderr).splitlines() if line.startswith("/")}
    language = locale.partition("_")[0]
    wanted = (locale, language, f"{language}_{language.upper()}")
    near = sorted(name for name in names if name.startswith(f"{language}_"))
    return next((name for name in (*wanted, *near) if name in names), "")
