"""Ask a translation engine: any command that reads and writes JSON lines, or a server in LibreTranslate's form.

A command gets one line for each text, ``{"source": "en", "target": "es", "format": "html", "text": "…"}``, and answers
each with one line, ``{"text": "…"}``, in the same order. A server gets what LibreTranslate's ``/translate`` takes.
"""

from __future__ import annotations

import json
import shlex
import subprocess
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from http.client import HTTPException
from typing import Protocol
from urllib.parse import urlsplit

from octavo.errors import OctavoError

#: Seconds for one request of up to :data:`BATCH` texts.
TIME_LIMIT = 300
#: Texts in one request.
BATCH = 50
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_CODE = "suggest-engine"


class Engine(Protocol):
    """Translate HTML texts."""

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        """Return the translations of *texts* between two languages, given by their BCP 47 tags.

        :raises OctavoError: the engine cannot be reached, or its answer is not in the agreed form
        """


@dataclass(frozen=True, slots=True)
class CommandEngine:
    """Ask the command *words*."""

    words: tuple[str, ...]

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        """See :class:`Engine`."""
        asked = {"source": source, "target": target, "format": "html"}
        lines = "".join(json.dumps({**asked, "text": text}, ensure_ascii=False) + "\n" for text in texts)
        name = self.words[0]
        try:
            done = subprocess.run(
                self.words, input=lines, capture_output=True, encoding="utf-8", timeout=TIME_LIMIT, check=False
            )
        except (OSError, ValueError) as error:
            raise OctavoError(_CODE, f"“{name}” does not run: {error}", remedy="Check the command") from error
        except subprocess.TimeoutExpired as error:
            raise OctavoError(
                _CODE, f"“{name}” did not answer within {TIME_LIMIT} seconds", remedy="Ask for fewer messages: -n 50"
            ) from error
        if done.returncode:
            last = (done.stderr.strip().splitlines() or ["it says nothing"])[-1]
            raise OctavoError(
                _CODE, f"“{name}” ends with status {done.returncode}: {last[:200]}", remedy="Check the command"
            )
        try:
            answers = [json.loads(line)["text"] for line in done.stdout.splitlines() if line.strip()]
        except (ValueError, KeyError, TypeError) as error:
            raise OctavoError(
                _CODE, f'“{name}” answers with a line that is not {{"text": …}}', remedy="Check the command"
            ) from error
        return _checked(answers, texts, name)


@dataclass(frozen=True, slots=True)
class HttpEngine:
    """Ask the server at *address*, ``http://localhost:5000/translate``."""

    address: str

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        """See :class:`Engine`. Source: LibreTranslate's documentation of ``/translate``."""
        body = json.dumps({"q": list(texts), "source": source, "target": target, "format": "html"}).encode()
        # engine_of() takes addresses of the web only.
        request = urllib.request.Request(self.address, body, {"Content-Type": "application/json"})  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=TIME_LIMIT) as answer:  # noqa: S310
                answers = json.load(answer)["translatedText"]
        except urllib.error.HTTPError as error:
            said = error.read(200).decode("utf-8", "replace")
            raise OctavoError(
                _CODE, f"{self.address} answers with status {error.code}: {said}", remedy="Check the address"
            ) from error
        except (OSError, HTTPException, UnicodeError) as error:
            raise OctavoError(
                _CODE, f"{self.address} cannot be reached: {error}", remedy="Start the server, or check the address"
            ) from error
        except (ValueError, KeyError, TypeError) as error:
            raise OctavoError(
                _CODE, f"{self.address} does not answer in LibreTranslate's form", remedy="Check the address"
            ) from error
        return _checked([answers] if isinstance(answers, str) else answers, texts, self.address)


def engine_of(text: str) -> Engine:
    """Return the engine that *text* names: the address of a server, or a command.

    :raises OctavoError: it is neither, or the address would send the texts over the network unprotected
    """
    try:
        host = urlsplit(text).hostname if text.startswith(("http://", "https://")) else None
        words = tuple(shlex.split(text)) if host is None else ()
    except ValueError as error:
        raise OctavoError(
            _CODE, f"“{text}” is neither a command nor an address: {error}", remedy="Correct --engine"
        ) from error
    if host is not None:
        if text.startswith("http://") and host not in _LOOPBACK:
            raise OctavoError(_CODE, f"“{text}” is not protected", remedy="Use https, or a server on this machine")
        return HttpEngine(text)
    if not words:
        raise OctavoError(_CODE, "no engine is named", remedy="Add --engine with a command or an address")
    return CommandEngine(words)


def _checked(answers: object, texts: Sequence[str], name: str) -> list[str]:
    if not isinstance(answers, list) or not all(isinstance(answer, str) for answer in answers):
        raise OctavoError(_CODE, f"“{name}” does not answer with texts", remedy="Check the engine")
    if len(answers) != len(texts):
        raise OctavoError(
            _CODE, f"“{name}” gives {len(answers)} answers to {len(texts)} texts", remedy="One answer for each text"
        )
    return answers
