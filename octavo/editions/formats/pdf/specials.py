r"""Find commands in xelatex's output that would make xdvipdfmx read other files.

TeX's restrictions do not apply to xdvipdfmx. A ``\special`` could put any file of the machine into the PDF, or start a
program for images. The XDV file contains the text of a special verbatim, so it is searched.
"""

from __future__ import annotations

import re

#: Commands that read no file and start no program; packages use them for links, colours and bookmarks.
_HARMLESS = frozenset(
    b"ann annotation annot bann eann beginann endann nextann bcolor setcolor ecolor begincolor endcolor bc ec sc "
    b"bgcolor bead thread article bop eop btrans etrans begintransform endtransform bxobj exobj uxobj beginxobj "
    b"endxobj usexobj content literal code bcontent econtent dest docinfo docview names object obj put close stream "
    b"outline out pagesize page pages pageresources tounicode trailerid majorversion minorversion linkcolor "
    b"bgray egray".split()
)
_COMMAND = re.compile(rb"(?:pdf|PDF):[\s\0]*([A-Za-z]+)")
#: An image in the folder, as XeTeX writes it.
_IMAGE = re.compile(rb"[\s\w.+-]{0,400}\((?:\./)?\w[\w.+-]{0,200}\)")
_CONFIGURATION = re.compile(rb"(?:x|dvi)pdfmx:[\s\0]*config[\s\0]*(\S?)")
#: Settings that take numbers; others take programs and files.
_SETTINGS = frozenset((b"z", b"C", b"V", b"d", b"m", b"g", b"r"))
#: Specials of other drivers that read a file; XeTeX's packages do not use them. The opcode and length before a special
#: (xxx1 and xxx4 of DVI) are matched too, so such a word in a URL does not match.
_OTHERS = re.compile(
    rb"(?:\xef.|\xf2.{4})[\s\0\"'=]*(psfile|epsfile|ps:\s*plotfile|em:\s*graph|html:|import|dvipdfmx:\s*(?!config)\w+)",
    re.IGNORECASE | re.DOTALL,
)


def problem(written: bytes) -> str:
    """Return why the XDV file *written* must not be converted to PDF, or an empty text."""
    if other := _OTHERS.search(written):
        return _message(other[1])
    for match in _COMMAND.finditer(written):
        name = match[1]
        if name in (b"image", b"epdf"):
            if not _IMAGE.match(written, match.end()):
                return _message(name)
        elif name not in _HARMLESS:
            return _message(name)
    for match in _CONFIGURATION.finditer(written):
        if match[1] not in _SETTINGS:
            return _message(match[0])
    return ""


def _message(name: bytes) -> str:
    return f"the text has a \\special that could read other files ({name.decode(errors='replace')[:40]})"
