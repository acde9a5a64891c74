"""Give a real OmegaT the XLIFF of a language, let it fill in a translation memory, and take the result back.

``python -m tests.clients.omegat`` needs Debian's omegat.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from octavo.catalogs import po
from tests.clients.steps import git, new_project, octavo, said

PROJECT = """<?xml version="1.0" encoding="UTF-8"?>
<omegat><project version="1.0">
<source_dir>__DEFAULT__</source_dir><source_dir_excludes></source_dir_excludes>
<target_dir>__DEFAULT__</target_dir><tm_dir>__DEFAULT__</tm_dir><glossary_dir>__DEFAULT__</glossary_dir>
<glossary_file>__DEFAULT__</glossary_file><dictionary_dir>__DEFAULT__</dictionary_dir>
<source_lang>EN</source_lang><target_lang>FR</target_lang>
<sentence_seg>false</sentence_seg><support_default_translations>true</support_default_translations>
<remove_tags>false</remove_tags></project></omegat>
"""
MEMORY = """<?xml version="1.0" encoding="UTF-8"?>
<tmx version="1.4"><header creationtool="test" creationtoolversion="1" segtype="paragraph" o-tmf="OmegaT TMX"
adminlang="EN-US" srclang="EN" datatype="plaintext"/><body><tu><tuv xml:lang="EN"><seg>Welcome.</seg></tuv>
<tuv xml:lang="FR"><seg>Bienvenue à tous.</seg></tuv></tu></body></tmx>
"""


def run(folder: Path) -> None:
    """Export to OmegaT, translate with its memory, import the result."""
    project = new_project(folder / "project")
    catalog = project / "locales/fr/LC_MESSAGES/index.po"
    catalog.write_text(
        catalog.read_text(encoding="utf-8").replace('msgstr "Bienvenue !"', 'msgstr ""'), encoding="utf-8"
    )
    git(project, "commit", "-qam", "Lose a translation")
    octavo(project, "export", "fr", "-f", "xlf")
    omegat = folder / "omegat"
    for name in ("source", "target", "tm", "omegat", "glossary", "dictionary"):
        (omegat / name).mkdir(parents=True)
    (omegat / "omegat.project").write_text(PROJECT, encoding="utf-8")
    (omegat / "omegat/project_save.tmx").write_text(MEMORY, encoding="utf-8")
    (omegat / "source/fr.xlf").write_bytes((project / "build/exchange/fr.xlf").read_bytes())
    print(said(["omegat", "--mode=console-translate", str(omegat)]))
    target = omegat / "target/fr.xlf"
    print("--- changed by OmegaT")
    print(
        subprocess.run(["diff", omegat / "source/fr.xlf", target], capture_output=True, text=True, check=False).stdout
    )
    print(octavo(project, "import", "fr", str(target)))
    print(git(project, "diff", "--patch"))
    assert next(message for message in po.read(catalog) if message.msgid == "Welcome.").msgstr == "Bienvenue à tous."


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        run(Path(name))
