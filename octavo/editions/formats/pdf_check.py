"""Check that a file which another program wrote is whole: a full disk, or a kill, can cut it off without an error."""

from __future__ import annotations

#: The marks at the beginning and near the end of a PDF (ISO 32000-2, 7.5.2 and 7.5.5).
_PDF_BEGIN, _PDF_END = b"%PDF-", b"%%EOF"
_PDF_TAIL = 1024


def is_pdf(data: bytes) -> bool:
    """Return whether *data* has the beginning and the end of a PDF."""
    return data.startswith(_PDF_BEGIN) and _PDF_END in data[-_PDF_TAIL:]
