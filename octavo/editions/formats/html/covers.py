"""Draw the covers of the books for the pages of a web edition, in two sizes."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from octavo.editions import titles
from octavo.editions.formats import cover
from octavo.files import write_atomically, write_if_changed
from octavo.project import Book, Language, Project
from octavo.project.configuration.load import NOWHERE

#: Folder of the covers in an edition.
FOLDER = "_covers"
#: Width and height of the large image, which other sites show with a link, and width of the small one on a card.
SIZE = (600, 960)
SMALL = 240


def can_draw() -> bool:
    """Return whether the program that draws covers is installed. Pages have no covers without it."""
    return shutil.which("rsvg-convert") is not None


def are_shown(project: Project) -> bool:
    """Return whether pages show covers: with links that other sites show, or as cards on the start page."""
    return project.base_url != NOWHERE or (project.set_book is not None and len(project.guides) > 1)


def path(book: Book, *, small: bool = False) -> str:
    """Return the path of the cover of *book*, relative to the edition."""
    return f"{FOLDER}/{book.slug}{'-small' if small else ''}.png"


def write(project: Project, language: Language, folder: Path) -> None:
    """Write the cover of every book into the web edition in *folder*; drawings of the last build are used again."""
    if not can_draw():
        return
    texts = titles.texts(project, language)
    for book in project.books:
        title = titles.title(project, book, language)
        drawing = cover.svg(project, language, title, texts, project.position(book), height=cover.SCREEN)
        store = project.build / "covers" / sha256(drawing).hexdigest()[:16]
        if not (store / "large.png").is_file():
            for name, data in _images(drawing):
                write_atomically(store / name, data, is_built=True)
        for name, small in (("large.png", False), ("small.png", True)):
            write_if_changed(folder / path(book, small=small), (store / name).read_bytes())


def _images(drawing: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the small image and then the large one, whose file says that both are there."""
    whole = cover.convert(drawing, "png", "--width", str(SIZE[0]))
    for name, width, colours in (("small.png", SMALL, 32), ("large.png", SIZE[0], 64)):
        yield name, reduced(whole, width, colours)


def reduced(data: bytes, width: int, colours: int) -> bytes:
    """Return the image in *data* as a PNG of *width* pixels with so many *colours*."""
    from PIL import Image  # slow to import, and few builds draw

    with Image.open(io.BytesIO(data)) as image:
        height = round(image.height * width / image.width)
        small = image.convert("RGB").resize((width, height), Image.Resampling.LANCZOS).quantize(colours)
    stream = io.BytesIO()
    small.save(stream, "PNG", optimize=True)
    return stream.getvalue()
