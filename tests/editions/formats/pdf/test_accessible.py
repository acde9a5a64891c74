"""Test the accessible PDF: tags, metadata, and the content of the EPUB."""

from __future__ import annotations

import io
import itertools
import re
import subprocess
from pathlib import Path

import PIL.Image
import pytest

from octavo.editions.formats.epub import package
from octavo.editions.formats.epub.package import ContentDocument, Image, Metadata
from octavo.editions.formats.pdf import accessible
from octavo.project import Language

FRENCH = Language("fr")
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da63fcffff3f030005fe02fe"
    "a1399bd80000000049454e44ae426082"
)
SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><text x="2" y="12" font-size="8">Mot</text></svg>'
)
PLACE = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" [^>]*>(.*?)</word>')
MATH = '<math xmlns="http://www.w3.org/1998/Math/MathML" alttext="V=r"><mi>V</mi><mo>=</mo><mi>r</mi></math>'


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tagged")
    about = Metadata("urn:uuid:1", "Le titre", FRENCH, "Une équipe", "P", "Résumé", ("a", "b"), "©", "Série", 1)
    pages = [
        ContentDocument(
            "one/index", "Un", '<section id="a"><h1>Un</h1><p>Voir <a href="../two.xhtml#b">deux</a>.</p></section>'
        ),
        ContentDocument(
            "two", "Deux",
            f'<section id="a"><h1>Deux</h1><h2 id="b">Suite</h2><p>{MATH}</p>'
            '<figure><img src="images/x.svg" alt="Un mot"/></figure>'
            "<table><tr><th>T</th></tr><tr><td>C</td></tr></table><ul><li><p>Point</p></li></ul></section>",
        ),
    ]  # fmt: skip
    data = package.package(about, pages, [Image("images/x.svg", SVG)], cover=PNG, modified=1600000000)
    (folder / "x.epub").write_bytes(data)
    # Cover, contents, and one page on which the chapters follow one another.
    assert accessible.write(folder / "x.epub", folder / "x.pdf", FRENCH) == 3
    return folder / "x.pdf"


def info(pdf: Path, *options: str) -> str:
    return subprocess.run(["pdfinfo", *options, pdf], capture_output=True, text=True, check=True).stdout


@pytest.mark.slow
def test_headings_lists_tables_links_and_figures_are_tagged(pdf: Path) -> None:
    structure = info(pdf, "-struct-text")
    tags = set(re.findall(r"^\s*([A-Z]\w*)", structure, re.MULTILINE))
    assert tags >= {
        "Document",
        "H1",
        "H2",
        "P",
        "L",
        "LI",
        "LBody",
        "Table",
        "TR",
        "TH",
        "TD",
        "Figure",
        "Formula",
        "Link",
    }
    assert structure.index('"Un"') < structure.index('"Deux"') < structure.index('"Suite"')


@pytest.mark.slow
def test_the_metadata_has_standard_language_title_and_author(pdf: Path) -> None:
    properties = info(pdf)
    assert re.search(r"^Title:\s+Le titre$", properties, re.MULTILINE)
    assert re.search(r"^Author:\s+Une équipe$", properties, re.MULTILINE)
    assert re.search(r"^Tagged:\s+yes$", properties, re.MULTILINE)
    assert 'pdfuaid:part="1"' in info(pdf, "-meta")
    data = subprocess.run(["qpdf", "--json=1", "--json-key=objects", pdf], capture_output=True, text=True, check=True)
    assert re.search(r'"/Lang":\s*"(?:u:)?fr"', data.stdout)
    assert '"/DisplayDocTitle": true' in data.stdout
    assert re.search(r'"/Alt":\s*"(?:u:)?Un mot"', data.stdout)
    assert re.search(r'"/Alt":\s*"(?:u:)?V=r",(?:(?!\}).)*"/S":\s*"/Formula"', data.stdout, re.DOTALL)


@pytest.mark.slow
def test_all_pages_are_included_with_formulas_as_text(pdf: Path) -> None:
    text = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, text=True, check=True).stdout
    for word in ("Un", "Voir deux.", "Suite", "V=r", "Mot", "Point"):
        assert word in text
    assert "Repères" not in text, "what the EPUB hides stays hidden"


@pytest.mark.slow
def test_a_link_between_pages_points_to_its_anchor(pdf: Path) -> None:
    data = subprocess.run(["qpdf", "--json=1", "--json-key=objects", pdf], capture_output=True, text=True, check=True)
    assert re.search(r'"/Dest":\s*"(?:u:)?two--b"', data.stdout)


@pytest.mark.slow
def test_the_same_book_gives_the_same_bytes(pdf: Path, tmp_path: Path) -> None:
    accessible.write(pdf.with_suffix(".epub"), tmp_path / "x.pdf", FRENCH)
    assert (tmp_path / "x.pdf").read_bytes() == pdf.read_bytes()


@pytest.mark.slow
def test_page_numbers_are_aligned_in_right_to_left_contents(tmp_path: Path) -> None:
    """Untranslated titles run from left to right; their leaders and numbers do not."""
    arabic = Language("ar")
    about = Metadata("urn:uuid:1", "كتاب", arabic, "A", "P", "D", ("a",), "©", "S", 1, master="en")
    titles = (("a", "Getting ready for the first lesson", "en"), ("b", "Glossary", "en"), ("c", "الفهرس", ""))
    pages = [ContentDocument(name, title, f"<section><h1>{title}</h1></section>", tag) for name, title, tag in titles]
    data = package.package(about, pages, [], cover=PNG, modified=1600000000)
    (tmp_path / "x.epub").write_bytes(data)
    accessible.write(tmp_path / "x.epub", tmp_path / "x.pdf", arabic)
    command = ["pdftotext", "-bbox", "-f", "2", "-l", "2", tmp_path / "x.pdf", "-"]
    words = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    positions = [(float(x), text) for x, text in re.findall(r'xMin="([\d.]+)".*?>(.*?)</word>', words)]
    numbers = [x for x, text in positions if re.search(r"\d", text) and x < 200]
    assert len(numbers) == 3, positions
    assert max(numbers) - min(numbers) < 2, positions


@pytest.mark.slow
def test_the_cover_has_no_bands_beside_it(tmp_path: Path) -> None:
    """An e-book's cover is narrower than a sheet of paper: the page continues its colour and its band."""
    drawing = PIL.Image.new("RGB", (1000, 1600), "#104080")
    drawing.paste("#f2c14e", (0, 0, 1000, 18))
    stream = io.BytesIO()
    drawing.save(stream, "PNG")
    about = Metadata("urn:uuid:1", "T", FRENCH, "A", "P", "D", ("a",), "©", "S", 1)
    pages = [ContentDocument("one", "Un", "<section><h1>Un</h1></section>")]
    data = package.package(about, pages, [], cover=stream.getvalue(), modified=1600000000)
    (tmp_path / "x.epub").write_bytes(data)
    accessible.write(tmp_path / "x.epub", tmp_path / "x.pdf", FRENCH)
    command = ["pdftoppm", "-r", "100", "-l", "1", "-singlefile", "-png", tmp_path / "x.pdf", tmp_path / "x"]
    subprocess.run(command, check=True)
    with PIL.Image.open(tmp_path / "x.png") as page:
        for x in (2, page.width // 2, page.width - 3):
            for y, colour in ((4, "f2c14e"), (40, "104080"), (page.height // 2, "104080"), (page.height - 1, "104080")):
                assert page.convert("RGB").getpixel((x, y)) == pytest.approx(tuple(bytes.fromhex(colour)), abs=2), (
                    x,
                    y,
                )


@pytest.mark.slow
def test_lines_of_forms_are_long_and_the_chapters_are_listed_once(tmp_path: Path) -> None:
    about = Metadata("urn:uuid:1", "T", FRENCH, "A", "P", "D", ("a",), "©", "S", 1)
    listed = '<div class="toctree-wrapper"><ul><li><a href="two.xhtml">Chapitre deux</a></li></ul></div>'
    blank = '<span class="octavo-line">____</span>'
    label = '<p><span class="octavo-field octavo-whole"><span class="octavo-label">{}</span> '
    fields = f"{label.format('Nom')}{blank}</span></p>{label.format('Date')}{blank}</span></p>"
    answers = "".join(f'<span class="octavo-choice">\u2610\u00a0réponse{place}</span> ' for place in range(40))
    item = f'<li class="octavo-blank">{fields}<p>{answers}</p></li>'
    form = f'<div class="admonition checklist"><ul>{item}</ul></div>'
    report = '<p class="octavo-feedback">Signaler</p>'
    pages = [
        ContentDocument("one", "Un", f"<section><h1>Un</h1>{listed}</section>{report}"),
        ContentDocument("two", "Chapitre deux", f"<section><h1>Chapitre deux</h1>{form}</section>"),
    ]
    (tmp_path / "x.epub").write_bytes(package.package(about, pages, [], cover=PNG, modified=1600000000))
    accessible.write(tmp_path / "x.epub", tmp_path / "x.pdf", FRENCH)
    command = ["pdftotext", "-bbox", tmp_path / "x.pdf", "-"]
    boxes = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    places = {text: (float(left), float(top)) for left, top, text in PLACE.findall(boxes)}
    assert places["Date"][1] - places["Nom"][1] > 15
    assert places["Date"][0] == pytest.approx(places["Nom"][0], abs=1)
    assert boxes.count(">deux<") == 2, "in the contents and as a heading"
    assert "Signaler" not in boxes
    tops = [
        [float(top) for _, top, text in PLACE.findall(boxes) if text.startswith(start)]
        for start in ("\u2610", "réponse")
    ]
    assert tops[0] == pytest.approx(tops[1], abs=5), "a box is in the line of its answer"
    assert len(tops[0]) == 40
    assert long_lines(tmp_path / "x.pdf") == 6, "the two lines to write on, the frame, and a rule above each chapter"


def long_lines(pdf: Path) -> int:
    """Return how many lines of the third page are drawn to the right edge of the text."""
    command = ["pdftoppm", "-r", "127", "-f", "3", "-gray", "-singlefile", pdf, pdf.with_suffix("")]
    subprocess.run(command, check=True)
    with PIL.Image.open(pdf.with_suffix(".pgm")) as page:  # five dots are a millimetre; the text is from 22 to 188
        inner = page.crop((45 * 5, 0, 182 * 5, page.height)).point(lambda grey: 255 * (grey < 160))
        rows = [inner.crop((0, y, inner.width, y + 1)).getextrema()[0] == 255 for y in range(inner.height)]
    return sum(after and not before for before, after in itertools.pairwise(rows))


@pytest.mark.slow
def test_each_chapter_has_a_band_in_the_colour_of_its_guide(tmp_path: Path) -> None:
    """And some lines below it: a heading at the foot of a page goes to the next one."""
    about = Metadata("urn:uuid:1", "T", FRENCH, "A", "P", "D", ("a",), "©", "S", 1)
    lines = "<p>Une ligne.</p>" * 24
    pages = [
        ContentDocument("one/index", "Un", f"<section><h1>Un</h1>{lines}</section>"),
        ContentDocument("two/index", "Deux", "<section><h1>Deux</h1><p>Premier.</p><p>Second.</p></section>"),
        ContentDocument("end", "Fin", "<section><h1>Fin</h1><p>Assez.</p></section>"),
    ]
    (tmp_path / "x.epub").write_bytes(package.package(about, pages, [], cover=PNG, modified=1600000000))
    colours = {"one/": "#7a3b00", "two/": "#005b6b", "": "#1b5e38"}
    accessible.write(tmp_path / "x.epub", tmp_path / "x.pdf", FRENCH, colours)
    command = ["pdftoppm", "-r", "60", "-f", "3", tmp_path / "x.pdf", tmp_path / "p"]
    subprocess.run(command, check=True)
    found = []
    for path in sorted(tmp_path.glob("p-*.ppm")):
        with PIL.Image.open(path) as page:
            column = page.crop((page.width // 2, 0, page.width // 2 + 1, page.height))
            values = [colour for _, colour in column.getcolors(maxcolors=1 << 16)]
        found.append({f"#{bytes(value).hex()}" for value in values} & set(colours.values()))
    assert found == [{"#7a3b00"}, {"#005b6b", "#1b5e38"}]


@pytest.mark.slow
def test_no_word_stands_alone_on_a_line_before_a_link(tmp_path: Path) -> None:
    about = Metadata("urn:uuid:1", "Le titre", FRENCH, "Une équipe", "P", "Résumé", ("a",), "©", "Série", 1)
    link = '<a href="one.xhtml#a"><span>%s</span></a>'
    text = (
        f"<p>La liste à cocher de {link % 'Reimers et Schleicher (2020)'} commence par la création d’un groupe de "
        f"pilotage, ou cellule de crise. Que votre équipe reste petite. La {link % 'figure 2'} montre les cinq rôles "
        "dont tout établissement a besoin.</p>"
    )
    page = ContentDocument("one", "Un", f'<section id="a"><h1>Un</h1>{text}</section>')
    data = package.package(about, [page], [], cover=PNG, modified=1600000000)
    (tmp_path / "x.epub").write_bytes(data)
    accessible.write(tmp_path / "x.epub", tmp_path / "x.pdf", FRENCH)
    printed = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "x.pdf", "-"], capture_output=True, text=True, check=True
    )
    (before, after) = re.search("(La liste.*?)La\\s+figure(.*besoin)", printed.stdout, re.DOTALL).groups()  # type: ignore[union-attr]
    lines = [line.split() for line in (before + after).splitlines() if line.strip()]
    assert all(len(words) > 3 for words in lines[:-1]), lines


@pytest.mark.slow
def test_boxes_stand_inside_the_frame_also_beside_lines_to_write_on(tmp_path: Path) -> None:
    about = Metadata("urn:uuid:1", "T", FRENCH, "A", "P", "D", ("a",), "©", "S", 1)
    items = '<li><p>Papiers</p></li><li class="octavo-blank"><p>Nom <span class="octavo-line">____</span></p></li>'
    form = f'<div class="admonition checklist"><ul>{items}</ul></div>'
    pages = [ContentDocument("one", "Un", f"<section><h1>Un</h1>{form}</section>")]
    (tmp_path / "x.epub").write_bytes(package.package(about, pages, [], cover=PNG, modified=1600000000))
    accessible.write(tmp_path / "x.epub", tmp_path / "x.pdf", FRENCH)
    command = ["pdftotext", "-bbox", tmp_path / "x.pdf", "-"]
    boxes = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    (box,) = [float(left) for left, _, text in PLACE.findall(boxes) if text == "\u2610"]
    assert box > 62.4 + 10, "the frame is drawn at the margin, of 22 mm"
