"""Length of one message → seconds of every command that reads messages, and whether growth is linear.

Run ``python bench/messages.py``; ``--lengths 1000 10000`` and ``--only update suggest`` take fewer. Each command runs
in this process on a small project, of which one message has the length: a paragraph of sentences with markup. Its words
vary, so that no cache helps. Each column has seconds of the processor, on which other programs have no influence; of
builds, whose work is done in other processes, it has seconds of the clock.
Messages beyond the guard's bounds are not judged, so the time may fall there.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import shutil
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from octavo.catalogs import po
from octavo.catalogs.edit import content_of, message_id
from octavo.catalogs.po import Catalog, Message
from octavo.cli import main as octavo
from octavo.preview.editor.service import EditorService
from octavo.project import load

ROOT = Path(__file__).parents[1]
LENGTHS = (10, 100, 1_000, 3_000, 10_000, 30_000, 100_000)
#: No command: the editor of the preview opens the message, judges its text and saves it.
EDIT = "preview: open, judge, save"
COMMANDS = (
    "check fr", "check fr --fix", "compile fr", "todo fr", "status", "status --messages", "status --trouble",
    "review fr one/index --by Ada",
    "export fr -f csv -o x.csv", "import fr x.csv --force", "export fr -f xlf -o x.xlf", "import fr x.xlf --force",
    "export fr -f tmx -o x.tmx", "import fr x.tmx --force", "export fr -f xlsx -o x.xlsx", "import fr x.xlsx --force",
    "suggest fr --engine cat", EDIT, "update fr", "proof fr -f html",
)  # fmt: skip
BUILDS = ("build fr -f html", "publish -f html", "compare fr")
_SENTENCE = "The *{0}* reader of chapter {0} finds ``value {0}``, and 7 pages (see it) later. "
_TRANSLATED = "Le lecteur *{0}* du chapitre {0} trouve ``value {0}``, et 7 pages (voyez) plus tard. "


def text(sentence: str, length: int) -> str:
    """Return sentences of *length* characters in all, without half markup at the end."""
    parts = [sentence.format(number) for number in range(length // len(sentence))]
    return ("".join(parts) + "a" * (length - sum(map(len, parts)))).strip() or "a"


def seconds(root: Path, call: str, length: int, *, is_fuzzy: bool) -> float:
    """Return the time of a command on a message of *length*, the best of two if it is short."""
    found: list[float] = []
    while len(found) < (2 if sum(found) < 2 else 1):
        put(root, length, is_fuzzy=is_fuzzy, is_translated=not call.startswith("suggest"))
        shutil.rmtree(root / "build", ignore_errors=True)
        clock = time.perf_counter if call in BUILDS else time.process_time
        start = clock()
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            edit(root) if call == EDIT else octavo(call.split())
        found.append(clock() - start)
    return min(found)


def edit(root: Path) -> None:
    """Open the message as the preview does, judge another translation, and save it."""
    project = load(root)
    service = EditorService(project, project.language("fr"))
    message = next(message for message in po.read(project.catalogs(service.language) / "one/index.po") if message.msgid)
    name, base = message_id(message), content_of(message)
    mine = replace(base, msgstrs=(f"{message.msgstr} Fin.",), is_fuzzy=False)
    service.message("one/index", name)
    service.suggest("one/index", name)
    service.check("one/index", name, mine.msgstrs, mine.comments)
    if service.save("one/index", name, base, mine)["status"] != "saved":
        raise SystemExit("the preview did not save the message")


def put(root: Path, length: int, *, is_fuzzy: bool, is_translated: bool = True) -> None:
    """Give the catalog one message of *length*: without translation, translated, or fuzzy with its previous text."""
    project = load(root)
    path = project.catalogs(project.language("fr")) / "one/index.po"
    header = next(message for message in po.read(path).messages if message.is_header)
    master = text(_SENTENCE, length)
    message = Message(master, (text(_TRANSLATED, length) if is_translated else "",))
    # A sentence is added, so that "update" finds the text again by its likeness.
    page = root / "source/one/index.rst"
    before = page.read_text(encoding="utf-8").partition("\n.. The long one\n")[0]
    page.write_text(f"{before}\n.. The long one\n\n{master} One more.\n", encoding="utf-8")
    if is_fuzzy and is_translated:
        previous = master.replace("finds", "sees").replace("pages", "leaves")
        message = message.edited(flags=("fuzzy",), previous=(None, previous, None))
    po.write(Catalog(path, (header, message)))


def main() -> None:
    """Print a table for a translated and for a fuzzy message."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("--lengths", type=int, nargs="+", default=LENGTHS)
    parser.add_argument("--only", nargs="+", default=[""], help="commands whose text contains one of these")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(shutil.copytree(ROOT / "tests/projects/small", Path(folder, "small")))
        os.chdir(root)
        seconds(root, "status", 1, is_fuzzy=False)  # what is imported once
        for is_fuzzy in (False, True):
            print("\nfuzzy message" if is_fuzzy else "translated message")
            print("command".ljust(34), *(f"{length:>9,}" for length in given.lengths))
            for call in (call for call in (*COMMANDS, *BUILDS) if any(name in call for name in given.only)):
                row = [seconds(root, call, length, is_fuzzy=is_fuzzy) for length in given.lengths]
                print(call.ljust(34), *(f"{item:9.3f}" for item in row), flush=True)


if __name__ == "__main__":
    main()
