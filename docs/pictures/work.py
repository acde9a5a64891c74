"""Draw ``work.png``, the picture of the README: a catalog, its page, the editions, from the other pictures here.

Run ``python docs/pictures/work.py`` after one of ``poedit.png``, ``translated.png`` and ``result.png`` changed.
"""

from __future__ import annotations

from pathlib import Path

import matplotlib
from PIL import Image, ImageDraw, ImageFont

HERE = Path(__file__).parent
SIZE = (1200, 312)
TOP, HEIGHT = 70, 222
INK, PAPER, LINE = "#1b2a3a", "#eef2f6", "#8a98a8"
#: Picture, part of it (left, top, right, bottom), left edge here, width here, caption.
PARTS = (
    ("poedit.png", (0, 70, 596, 335), 24, 474, "1. Translate in Poedit"),
    ("translated.png", (118, 44, 578, 350), 540, 320, "2. See the page"),
    ("result.png", (250, 28, 682, 362), 902, 274, "3. Publish every edition"),
)


def font(size: int) -> ImageFont.FreeTypeFont:
    """Return the typeface that matplotlib brings, so that the picture is the same everywhere."""
    return ImageFont.truetype(str(Path(matplotlib.get_data_path(), "fonts/ttf/DejaVuSans-Bold.ttf")), size)


def main() -> None:
    """Draw the picture."""
    sheet = Image.new("RGB", SIZE, PAPER)
    draw = ImageDraw.Draw(sheet)
    for name, part, left, width, caption in PARTS:
        original = Image.open(HERE / name).convert("RGB").crop(part)
        height = min(HEIGHT, round(original.height * width / original.width))
        sheet.paste(original.resize((width, height), Image.Resampling.LANCZOS), (left, TOP))
        draw.rectangle((left - 1, TOP - 1, left + width, TOP + height), outline=LINE)
        draw.text((left, 26), caption, INK, font(21))
        if name != PARTS[-1][0]:
            tip, middle = left + width + 32, TOP + HEIGHT // 2
            draw.polygon([(tip, middle), (tip - 18, middle - 14), (tip - 18, middle + 14)], fill=INK)
    sheet.save(HERE / "work.png", optimize=True)


if __name__ == "__main__":
    main()
