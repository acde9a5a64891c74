"""Two browsers and another program edit the same messages at the same time, and no edit is lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from octavo.catalogs import po
from octavo.catalogs.edit import message_id
from octavo.catalogs.po import State
from octavo.preview.supervisor import running
from octavo.project import Project
from tests.conftest import ROOT, copy_project
from tests.preview import browser as chrome

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not chrome.is_there(), reason="node, Chromium or playwright-core is missing"),
]

#: An edit: domain and id of the message, the text before, and the text after.
Edit = tuple[str, str, str, str]

_BROWSER = """
(async () => {
  const { token } = JSON.parse(document.getElementById("octavo-preview-data").textContent);
  const call = async (action, values) => (await fetch(`/_octavo/api/${action}?language=fr`, {
    method: "POST", body: JSON.stringify(values),
    headers: { "Content-Type": "application/json", "Octavo-Token": token },
  })).json();
  window.edits = [];
  window.conflicts = 0;
  while (window.edits.length < COUNT) {
    const [domain, id] = PLACES[Math.floor(Math.random() * PLACES.length)];
    const { msgstrs, isFuzzy, comments } = await call("message", { domain, id });
    if (!msgstrs) continue;
    await new Promise((done) => { setTimeout(done, Math.random() * 20); });
    const mine = `NAME ${window.edits.length}`;
    const base = { msgstrs, isFuzzy, comments };
    const { status } = await call("save", { domain, id, base, mine: { ...base, msgstrs: [mine] } });
    if (status === "saved") window.edits.push([domain, id, msgstrs[0], mine]);
    else window.conflicts += 1;
  }
})()
"""
#: A program that writes the whole file in its own layout, as Poedit does, and reads it again if it changed meanwhile.
_PROGRAM = """
import json, random, sys
from pathlib import Path
import polib
from octavo.catalogs.edit import message_id
from octavo.catalogs.po import Message
from octavo.files import FileChangedError, write_atomically

folder, count, places = Path(sys.argv[1]), int(sys.argv[2]), json.loads(sys.argv[3])
edits = []
while len(edits) < count:
    domain, name = random.choice(places)
    path = folder / f"{domain}.po"
    data = path.read_bytes()
    catalog = polib.pofile(data.decode(), wrapwidth=60)
    entry = next(entry for entry in catalog if message_id(Message(entry.msgid)) == name)
    before, entry.msgstr = entry.msgstr, f"program {len(edits)}"
    try:
        write_atomically(path, str(catalog).encode(), before=data)
    except FileChangedError:
        continue
    edits.append([domain, name, before, entry.msgstr])
print(json.dumps(edits))
"""


def test_edits_of_two_browsers_and_another_program_are_not_lost(tmp_path: Path) -> None:
    """Make 60 edits by default; OCTAVO_EDITS=1000 makes a long run."""
    count = int(os.environ.get("OCTAVO_EDITS", "60")) // 3
    project = copy_project("small", tmp_path)
    places = _places(project)
    before = _texts(project)
    folder = project.catalogs(project.language("fr"))
    with running(project, [project.language("fr")]) as (_, server), chrome.chromium() as browser:
        for name in ("one", "two"):
            browser(page=name, open=server.link("fr/one/chapter.html"))
            browser(page=name, until="document.querySelector('octavo-preview[data-ready]') !== null")
        command = [sys.executable, "-c", _PROGRAM, str(folder), str(count), json.dumps(places)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as program:
            for name in ("one", "two"):
                script = _BROWSER.replace("COUNT", str(count)).replace("PLACES", json.dumps(places))
                browser(page=name, ask=f"{script.replace('NAME', name).strip()} && 1")
            for name in ("one", "two"):
                browser(page=name, until=f"window.edits.length === {count}", timeout=1_200_000)
            assert program.stdout
            edits: list[Edit] = [tuple(edit) for edit in json.loads(program.stdout.read())]
        for name in ("one", "two"):
            edits += [tuple(edit) for edit in browser(page=name, ask="window.edits")]
            assert browser(page=name, errors=1) == []
    assert len(edits) == 3 * count
    after = _texts(project)
    for place, chain in _chains(edits).items():
        # Each edit knew the one before it; the last one is in the file.
        text = before[place]
        for _ in range(len(chain)):
            text = chain.pop(text)
        assert after[place] == text, place
    changed = {(domain, name) for domain, name, *_ in edits}
    assert {place: text for place, text in after.items() if place not in changed} == {
        place: text for place, text in before.items() if place not in changed
    }
    for path in folder.rglob("*.po"):
        subprocess.run(["msgfmt", "-c", "-o", "/dev/null", str(path)], check=True, capture_output=True)


def _chains(edits: list[Edit]) -> dict[tuple[str, str], dict[str, str]]:
    """Return, by message, the text after each text; two edits of the same text would be one that was lost."""
    chains: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for domain, name, old, new in edits:
        assert old not in chains[domain, name], (domain, name, old)
        chains[domain, name][old] = new
    return chains


def _texts(project: Project) -> dict[tuple[str, str], str]:
    folder = project.catalogs(project.language("fr"))
    paths = {path.relative_to(folder).with_suffix("").as_posix(): path for path in folder.rglob("*.po")}
    return {
        (domain, message_id(message)): message.msgstr for domain, path in paths.items() for message in po.read(path)
    }


def _places(project: Project) -> list[tuple[str, str]]:
    """Return translated messages of two pages, few enough that the same ones are edited at the same time."""
    folder = project.catalogs(project.language("fr"))
    return [
        (domain, message_id(message))
        for domain in ("one/index", "one/chapter")
        for message in po.read(folder / f"{domain}.po")
        if message.state is State.TRANSLATED and message.msgid_plural is None and message.msgctxt is None
    ]
