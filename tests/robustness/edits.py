"""Edit catalogs from two browsers and another editor at once: python -m tests.robustness.edits FOLDER [EDITS].

Each edit gives a message a text of its own. In the end, every message has the text that was accepted last, no other
byte of a catalog differs, and ``msgfmt -c`` finds nothing.
"""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
import threading
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from octavo.catalogs import po
from octavo.catalogs.edit import content_of, file_with, message_id, with_content
from octavo.files import FileChangedError, write_atomically
from octavo.preview.http import Server
from octavo.preview.supervisor import Preview, running
from octavo.project import Language, Project, load

#: By catalog and message, the texts that were accepted, with the moment of each.
Log = dict[tuple[str, str], list[tuple[float, str, str]]]


@dataclass
class Editors:
    """Count what two browsers and another editor did.

    :ivar accepted: by message, each text that was accepted: moment, text, and text that it replaced
    """

    project: Project
    language: Language
    accepted: Log = field(default_factory=dict)
    conflicts: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, domain: str, name: str, text: str, before: str) -> None:
        with self.lock:
            self.accepted.setdefault((domain, name), []).append((time.monotonic(), text, before))


def browse(editors: Editors, preview: Preview, server: Server, name: str, edits: int) -> None:
    """Save as the script of a page does; on a conflict, save once more over what somebody else saved."""
    dice = random.Random(name)
    paths = sorted(editors.project.catalogs(editors.language).rglob("*.po"))
    folder = editors.project.catalogs(editors.language)
    for number in range(edits):
        path = dice.choice(paths)
        domain = path.relative_to(folder).with_suffix("").as_posix()
        message = dice.choice([m for m in po.read(path) if m.msgid_plural is None])
        base = content_of(message)
        mine = {"msgstrs": [f"{name} {number}"], "isFuzzy": False, "comments": list(base.comments)}
        seen = {"msgstrs": list(base.msgstrs), "isFuzzy": base.is_fuzzy, "comments": list(base.comments)}
        time.sleep(dice.random() * 0.02)  # a translator types
        while True:
            values = {"domain": domain, "id": message_id(message), "base": seen, "mine": mine}
            answer = call(preview, server, editors.language, "save", values)
            if answer["status"] == "saved":
                editors.note(domain, message_id(message), mine["msgstrs"][0], str(seen["msgstrs"][0]))  # type: ignore[index]
                break
            editors.conflicts += 1
            seen = {key: answer[key] for key in ("msgstrs", "isFuzzy", "comments")}


def call(preview: Preview, server: Server, language: Language, action: str, values: object) -> dict[str, Any]:
    """Send a request as a page of the preview does."""
    at = f"http://127.0.0.1:{server.port}"
    headers = {
        "Content-Type": "application/json", "Octavo-Token": preview.token, "Origin": at,
        "Cookie": f"octavo-preview-{server.port}={server.key}",
    }  # fmt: skip
    request = urllib.request.Request(  # noqa: S310  # our own server
        f"{at}/_octavo/api/{action}?language={language.locale}", json.dumps(values).encode(), headers
    )
    with urllib.request.urlopen(request, timeout=60) as response:  # noqa: S310  # the same
        answer: dict[str, Any] = json.load(response)
    return answer


def edit_outside(editors: Editors, edits: int) -> None:
    """Save whole files as Poedit does, which asks before it writes over a file that changed."""
    dice = random.Random("outside")
    folder = editors.project.catalogs(editors.language)
    paths = sorted(folder.rglob("*.po"))
    for number in range(edits):
        path = dice.choice(paths)
        domain = path.relative_to(folder).with_suffix("").as_posix()
        while True:
            catalog = po.read(path)
            message = dice.choice([m for m in catalog if m.msgid_plural is None])
            text = f"outside {number}"
            changed = with_content(message, content_of(message.edited(msgstrs=(text,)).with_flag(po.FUZZY, False)))
            time.sleep(dice.random() * 0.02)
            try:
                write_atomically(path, file_with(catalog, message, changed), before=catalog.data)
            except FileChangedError:
                continue
            editors.note(domain, message_id(message), text, message.msgstr)
            break


def lost(editors: Editors) -> list[str]:
    """Return the edits that are neither in the catalog nor the text that a later edit replaced."""
    folder = editors.project.catalogs(editors.language)
    missing: list[str] = []
    for path in folder.rglob("*.po"):
        domain = path.relative_to(folder).with_suffix("").as_posix()
        for message in po.read(path):
            edits = editors.accepted.get((domain, message_id(message)), [])
            replaced = {before for _, _, before in edits}
            missing += [text for _, text, _ in edits if text not in replaced and text != message.msgstr]
    return missing


def main(folder: Path, edits: int) -> int:
    """Run the editors, and print what was lost."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(Path(__file__).parents[1] / "projects/small", folder / "small")
    project = load(folder / "small")
    language = project.language("fr")
    editors = Editors(project, language)
    start = time.monotonic()
    with running(project, [language]) as (preview, server):
        threads = [
            threading.Thread(target=browse, args=(editors, preview, server, name, edits * 4 // 10))
            for name in ("one", "two")
        ]
        threads.append(threading.Thread(target=edit_outside, args=(editors, edits - 2 * (edits * 4 // 10))))
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    count = sum(map(len, editors.accepted.values()))
    missing = lost(editors)
    faults = [
        done.stderr
        for path in project.catalogs(language).rglob("*.po")
        if (
            done := subprocess.run(
                ["msgfmt", "-c", "-o", "/dev/null", path], capture_output=True, text=True, check=False
            )
        ).returncode
    ]
    print(f"{count} edits in {time.monotonic() - start:.0f} s, {editors.conflicts} conflicts shown")
    print(f"lost: {missing or 'none'}; msgfmt -c: {faults or 'clean'}")
    return bool(missing or faults)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1000))
