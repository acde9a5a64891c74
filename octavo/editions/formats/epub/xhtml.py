"""Convert the HTML of a page, raw HTML included, to XHTML that is valid in an EPUB.

``raw:: html`` is not XML: ``<hr>`` is not closed, ``&nbsp;`` is defined, and one directive may open an element that
another closes. An EPUB is XML, and must not use frames, foreign scripts or files from the web (EPUB 3.3, sections 5.5
and 3.6).
"""

from __future__ import annotations

import posixpath
import re

from lxml import etree, html

#: The kinds of images that every reading system shows (EPUB 3.3, 3.2), by their suffixes.
MEDIA_TYPES = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
}
#: Elements that reading systems need not support, and that EPUBCheck refuses if undeclared.
_ACTIVE = ("script", "iframe", "object", "embed", "frame", "frameset", "form", "video", "audio", "base", "link", "meta",
           "style")  # fmt: skip
_NAME = re.compile(r"(?!on)[A-Za-z_][\w.-]*", re.ASCII)
#: Characters that XML 1.0, section 2.2, forbids.
_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MARKS = (*(f"<{name}" for name in _ACTIVE), 'src="http', "src='http")
_IMAGE = re.compile(r"<img\b[^>]*?\ssrc=[\"']([^\"']*)")


def can_show(image: str) -> bool:
    """Return whether an EPUB can contain the image with the name or address *image*."""
    if "://" in image:
        return False
    return image.startswith("data:") or posixpath.splitext(image)[1].lower() in MEDIA_TYPES


def xhtml(body: str) -> str:
    """Return *body* as XML without elements that an EPUB forbids; return a valid body unchanged."""
    is_allowed = not any(mark in body for mark in _MARKS) and all(map(can_show, _IMAGE.findall(body)))
    if is_allowed and _is_xml(body):
        return body
    root = html.fragment_fromstring(_FORBIDDEN.sub("", body), create_parent="div")
    etree.strip_tags(root, etree.Comment, etree.ProcessingInstruction)
    for element in list(root.iter(*_ACTIVE)):
        element.drop_tree()
    for element in list(root.iter()):
        if not _NAME.fullmatch(element.tag):
            element.drop_tag()
        for name in [name for name in element.attrib if not _NAME.fullmatch(name)]:
            del element.attrib[name]
    for image in [image for image in root.iter("img") if not can_show(image.get("src", ""))]:
        _replace_with_text(image)
    inside = (html.tostring(child, method="xml", encoding="unicode") for child in root)
    return (root.text or "").replace("&", "&amp;").replace("<", "&lt;") + "".join(inside)


def _is_xml(body: str) -> bool:
    try:
        etree.fromstring(f'<div xmlns:epub="http://www.idpf.org/2007/ops">{body}</div>'.encode())
    except etree.XMLSyntaxError:
        return False
    return True


def _replace_with_text(image: html.HtmlElement) -> None:
    """Replace an image with its alternative text."""
    image.tag = "span"
    image.text = image.get("alt", "")
    for name in ("src", "alt", "srcset", "width", "height", "loading", "align"):
        image.attrib.pop(name, None)
