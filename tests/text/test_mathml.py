"""The alternative text of a formula says what the formula says."""

from __future__ import annotations

import pytest
from lxml import etree

from octavo.text.mathml import mathml


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"V = r \times t / 8000", "V=r×t/8000"), (r"\frac{a+b}{2}", "(a+b)/2"), (r"\frac{1}{2}", "1/2"),
        (r"x_i^2", "x_i^2"), (r"e^{-x}", "e^(-x)"), (r"a_{n+1}", "a_(n+1)"), (r"\sqrt{x+1}", "√(x+1)"),
        (r"\sqrt[3]{x}", "√[3](x)"), (r"f'", "f′"), (r"\sum_{i=1}^{n} i", "∑_(i=1)^n i"),
        (r"\begin{matrix}a & b \\ c & d\end{matrix}", "a, b; c, d"),
    ],
)  # fmt: skip
def test_a_formula_is_one_line_of_text(tex: str, text: str) -> None:
    alternative = etree.fromstring(mathml(tex, "inline")).get("alttext", "")
    assert alternative.replace(" ", "").replace("−", "-") == text.replace(" ", "")
