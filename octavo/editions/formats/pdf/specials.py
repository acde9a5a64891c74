r"""What xelatex wrote for xdvipdfmx → whether that program would read a file that it should not.

xdvipdfmx knows none of TeX's rules: a ``\special`` could put any file of the machine into the PDF, or name a program
for pictures. The text of a special stands in the file as it is, so it is looked for there.
"""

from __future__ import annotations

import re

#: Commands that neither read a file nor start a program; packages for links, colours and bookmarks use them.
_HARMLESS = frozenset(
    b"ann annotation annot bann eann beginann endann nextann bcolor setcolor ecolor begincolor endcolor bc ec sc "
    b"bgcolor bead thread article bop eop btrans etrans begintransform endtransform bxobj exobj uxobj beginxobj "
    b"endxobj usexobj content literal code bcontent econtent dest docinfo docview names object obj put close stream "
    b"outline out pagesize page pages pageresources tounicode trailerid majorversion minorversion linkcolor "
    b"bgray egray".split()
)
_COMMAND = re.compile(rb"(?:pdf|PDF):[\s\0]*([A-Za-z]+)")
#: How XeTeX itself names a picture in the folder.
_IMAGE = re.compile(rb"[\s\w.+-]{0,400}\((?:\./)?\w[\w.+-]{0,200}\)")
_CONFIGURATION = re.compile(rb"(?:x|dvi)pdfmx:[\s\0]*config[\s\0]*(\S?)")
#: Settings of numbers; others name programs and files.
_SETTINGS = frozenset((b"z", b"C", b"V", b"d", b"m", b"g", b"r"))
#: Specials of other drivers that read a file; XeTeX's packages use none of them. Before one stands its length (xxx1 and
#: xxx4 of DVI), so an address that holds such a word is none.
_OTHERS = re.compile(
    rb"(?:\xef.|\xf2.{4})[\s\0\"'=]*(psfile|epsfile|ps:\s*plotfile|em:\s*graph|html:|import|dvipdfmx:\s*(?!config)\w+)",
    re.IGNORECASE | re.DOTALL,
)


def problem(written: bytes) -> str:
    """Return why the XDV file *written* should not be made into a PDF; nothing, if it may."""
    if other := _OTHERS.search(written):
        return _sentence(other[1])
    for match in _COMMAND.finditer(written):
        name = match[1]
        if name in (b"image", b"epdf"):
            if not _IMAGE.match(written, match.end()):
                return _sentence(name)
        elif name not in _HARMLESS:
            return _sentence(name)
    for match in _CONFIGURATION.finditer(written):
        if match[1] not in _SETTINGS:
            return _sentence(match[0])
    return ""


def _sentence(name: bytes) -> str:
    return f"the text has a \\special that could read other files ({name.decode(errors='replace')[:40]})"
