"""Spoil a good file in the ways in which programs and people spoil files."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hypothesis import strategies as st


@st.composite
def mutated(
    draw: st.DrawFn, good: bytes, parts: re.Pattern[bytes], pieces: Sequence[bytes], encodings: Sequence[str], most: int
) -> bytes:
    """Return *good* with up to *most* of its *parts* removed, doubled, replaced or cut, or in another encoding."""
    data = good
    for _ in range(draw(st.integers(1, most))):
        spans = [match.span() for match in parts.finditer(data)] + [(len(data) // 2, len(data))]
        start, end = draw(st.sampled_from(spans))
        piece = draw(st.sampled_from([*pieces, data[start:end] * 2]))
        data = data[:start] + piece + data[end:]
    if draw(st.integers(0, 9)) == 0:
        data = data.decode("utf-8", "replace").encode(draw(st.sampled_from(encodings)), "replace")
    return data
