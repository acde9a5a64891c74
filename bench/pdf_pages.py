"""Measure how full the pages of printed PDFs are, and draw contact sheets.

Prints, for each PDF: its pages, those less than a third full, and those with a gap over 35 % of their height, which
notes at the foot hide from the first count. A page is as full as its text block is from its first to its last mark;
covers and other pages that are coloured as a whole count as full. The first two pages, cover and imprint, have no gaps.

    python bench/pdf_pages.py build/editions/en/*.pdf
    python bench/pdf_pages.py --sheets build/sheets build/editions/zh_CN/students.pdf
"""

from __future__ import annotations

import argparse
import io
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops

#: Head and foot of a page, outside the text block, as parts of its height.
HEAD, FOOT = 0.075, 0.085
SPARSE = 1 / 3
GAP = 0.35
COLUMNS = 10


def pages(pdf: Path, resolution: int) -> list[Image.Image]:
    """Return the pages of *pdf* as images."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["pdftoppm", "-r", str(resolution), str(pdf), f"{folder}/p"], check=True)
        return [Image.open(io.BytesIO(path.read_bytes())).convert("RGB") for path in sorted(Path(folder).iterdir())]


def fullness(page: Image.Image) -> float:
    """Return the part of the text block between its first and its last mark."""
    if is_coloured(page):
        return 1.0
    block = marks(page)
    box = block.getbbox()
    return (box[3]) / block.height if box else 0.0


def gap(page: Image.Image) -> float:
    """Return the part of the text block that its highest white strip takes."""
    if is_coloured(page):
        return 0.0
    block = marks(page)
    highest = strip = 0
    for row in range(block.height):
        is_white = block.crop((0, row, block.width, row + 1)).getbbox() is None
        strip = strip + 1 if is_white else 0
        highest = max(highest, strip)
    return highest / block.height


def is_coloured(page: Image.Image) -> bool:
    """Return whether the page is coloured from head to foot."""
    corners: Any = page.getpixel((2, 2)), page.getpixel((2, page.height - 3))  # tuples, for RGB
    return all(min(corner) < 200 for corner in corners)


def marks(page: Image.Image) -> Image.Image:
    """Return the text block with its marks in white on black."""
    block = page.crop((0, round(page.height * HEAD), page.width, round(page.height * (1 - FOOT))))
    difference = ImageChops.difference(block, Image.new("RGB", block.size, "white")).convert("L")
    return difference.point([0] * 40 + [255] * 216)


def sheets(images: list[Image.Image], target: Path, name: str) -> None:
    """Write contact sheets of *images*."""
    target.mkdir(parents=True, exist_ok=True)
    rows = 5
    for start in range(0, len(images), COLUMNS * rows):
        part = images[start : start + COLUMNS * rows]
        width, height = max(i.width for i in part) + 6, max(i.height for i in part) + 6
        sheet = Image.new("RGB", (width * COLUMNS, height * -(-len(part) // COLUMNS)), "#777777")
        for place, image in enumerate(part):
            sheet.paste(image, (place % COLUMNS * width + 3, place // COLUMNS * height + 3))
        sheet.save(target / f"{name}-{start // (COLUMNS * rows) + 1}.png")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pdf", nargs="+", type=Path)
    parser.add_argument("--sheets", type=Path, help="write contact sheets into this folder")
    options = parser.parse_args()
    total = sparse_total = gap_total = 0
    for pdf in options.pdf:
        images = pages(pdf, 40 if options.sheets else 20)
        sparse = [number for number, page in enumerate(images, 1) if fullness(page) < SPARSE]
        gaps = [number for number, page in enumerate(images, 1) if number > 2 and gap(page) > GAP]
        total, sparse_total, gap_total = total + len(images), sparse_total + len(sparse), gap_total + len(gaps)
        name = f"{pdf.parent.name}-{pdf.stem}"
        print(f"{name}: {len(images)} pages, {len(sparse)} under a third full {sparse}, {len(gaps)} with a gap {gaps}")
        if options.sheets:
            sheets(images, options.sheets, name)
    print(f"all: {total} pages, {sparse_total} under a third full, {gap_total} with a gap over {100 * GAP:.0f} %")


if __name__ == "__main__":
    main()
