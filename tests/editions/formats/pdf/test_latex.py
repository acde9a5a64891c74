"""A PDF of TeX counts only if it is whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from octavo.editions.formats.pdf import latex
from octavo.editions.formats.pdf.typeset import Typeset
from octavo.errors import OctavoError
from octavo.project import Project


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 half", b"half %%EOF"])
def test_a_pdf_that_is_cut_off_is_not_taken_and_not_kept(
    small: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes
) -> None:
    source = tmp_path / "fr" / "one.tex"
    source.parent.mkdir()
    source.write_text("text", encoding="utf-8")
    written: list[Path] = []

    def typeset(job: Path, _environment: object) -> Typeset:
        written.append(job.with_suffix(".pdf"))
        written[-1].write_bytes(data)
        return Typeset(1)

    monkeypatch.setattr(latex.typesetting, "typeset", typeset)
    output = tmp_path / "one.pdf"
    output.write_bytes(b"old")
    with pytest.raises(OctavoError, match="cut off"):
        latex.typeset(small, source, output, tmp_path / "log")
    assert output.read_bytes() == b"old"
    assert not written[-1].exists(), "the next run would take it for made"
    data = b"%PDF-1.7 whole %%EOF"
    latex.typeset(small, source, output, tmp_path / "log")
    assert output.read_bytes() == data


@pytest.mark.slow
def test_a_font_that_is_not_installed_is_named_with_its_packages(small: Project, tmp_path: Path) -> None:
    source = tmp_path / "fr" / "one.tex"
    source.parent.mkdir()
    lines = (
        r"\documentclass{article}\usepackage{fontspec}",
        r"\setmainfont{No Such Serif}",
        r"\begin{document}x\end{document}",
    )
    source.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(OctavoError, match=r"No Such Serif.*fonts-noto-core.*\[latex-font\]") as raised:
        latex.typeset(small, source, tmp_path / "one.pdf", tmp_path / "log")
    assert raised.value.exit_status == 2
