"""Words in diagrams and comments: what is found, and what a translation may not change."""

from __future__ import annotations

import pytest

from octavo.catalogs.extract import code_words
from octavo.catalogs.extract.code_words import GRAPHVIZ, MERMAID

DOT = r"""digraph "boats" {
  // a comment "here"
  quay [shape="box", label="A small\nboat"];
  "Set sail" -> harbour [label = "by day", URL="https://example.org/a b", tooltip="Go on"];
  "Set sail" -> "12";
  html [label=<a <b>"bold"</b> word>];
}"""
FLOW = """%%{init: {'theme': 'dark'}}%%
flowchart LR
    A[Start here] --> B{Is it raining?}
    B -->|Yes| C(["Stay inside (dry)"])
    B -- not today --> D((Sail))
    D ==> E[[Rest]]
    subgraph On the water
      E
    end
    click A "https://example.org/" "A tip"
    style A fill:#f9f,stroke:#333
"""
SEQUENCE = """sequenceDiagram
    title A day out
    participant S as The sailor
    S->>Boat: Climb in
    Note over S,Boat: Mind the gap
    loop Every hour
      Boat-->>S: Rock gently
    end
"""


@pytest.mark.parametrize(
    ("language", "code", "found"),
    [
        (GRAPHVIZ, DOT, ["boats", r"A small\nboat", "Set sail", "harbour", "by day", "Go on", "a", '"bold"', "word"]),
        (
            GRAPHVIZ,
            "digraph G { Kite -> Tail -> n1; Kite:n -> ab; a [label=Word]; Left [label=<<i>R&amp;D</i> x>] }",
            ["Kite", "Tail", "Word", "R&amp;D", "x"],
        ),
        (
            GRAPHVIZ, 'strict graph { node [shape=box]; Kite -- "Tail" [label="to it", color=red]; 风 -- Kite }',
            ["Kite", "Tail", "to it", "风"],
        ),
        (GRAPHVIZ, 'digraph { node [label=""]; Kite -> Tail; subgraph cluster_one { label = Group; } }', ["Group"]),
        (
            MERMAID, FLOW,
            ["Start here", "Is it raining?", "Yes", "Stay inside (dry)", "not today", "Sail", "Rest", "On the water"],
        ),
        (
            MERMAID, SEQUENCE,
            ["A day out", "The sailor", "Climb in", "Mind the gap", "Every hour", "Rock gently"],
        ),
        (MERMAID, 'pie title Pets\n  "Dogs" : 386\n', ["Pets", "Dogs"]),
        (MERMAID, "stateDiagram-v2\n  [*] --> Still\n  Still --> Moving : push off\n", ["push off"]),
        (
            MERMAID, "gantt\n  title Plan\n  section First\n  Build it :a1, 2026-01-01, 30d\n",
            ["Plan", "First", "Build it"],
        ),
        ("python", "#!/bin/python\n# Open it\nx = 1  # noqa: E1\ny = '# no'  # close it\n", ["Open it", "close it"]),
        ("c", "/* First\n * second */\nint a; // third\n#include <a>\n", ["First", "second", "third"]),
        ("console", "$ ls  # list\n", ["list"]),
        ("html", "<!-- a note --><p>text</p>", ["a note"]),
        ("no such language", "# words", []),
        ("default", "# words", ["words"]),
    ],
)  # fmt: skip
def test_words_are_found_and_nothing_else(language: str, code: str, found: list[str]) -> None:
    assert code_words.words(language, code) == found
    assert code_words.replaced(language, code, lambda text: text) == code
    changed = code_words.replaced(language, code, lambda text: "Wort" if text in found else text)
    for text in found:
        assert f'"{text}"' not in changed
    assert changed.count("Wort") >= len(found)


@pytest.mark.parametrize(
    ("language", "code", "text", "made"),
    [
        (GRAPHVIZ, 'digraph { "a b" -> c }', 'x" URL="javascript:y', r'digraph { "x\" URL=\"javascript:y" -> c }'),
        (GRAPHVIZ, 'digraph { "a b" -> c }', "x\\", 'digraph { "x\\\\" -> c }'),
        (GRAPHVIZ, 'digraph { "a b" -> c }', r"x\" y", r'digraph { "x\" y" -> c }'),
        (GRAPHVIZ, "digraph { Kite -> a }", 'x"; y', r'digraph { "x\"; y" -> a }'),
        (GRAPHVIZ, "digraph { a [label=Kite] }", "x] b", 'digraph { a [label="x] b"] }'),
        (
            GRAPHVIZ,
            "digraph { a [label=<<b>Kite</b>>] }",
            "<i>&lt; R&D",
            "digraph { a [label=<<b>&lt;i&gt;&lt; R&amp;D</b>>] }",
        ),
        (MERMAID, "graph TD\n A[go on]", 'x]; click A "y"', "graph TD\n A[x#93;#59; click A #34;y#34;]"),
        (MERMAID, "graph TD\n A[go on]", "<b>x</b><br>y", "graph TD\n A[#60;b#62;x#60;/b#62;<br/>y]"),
    ],
)
def test_a_translation_ends_where_the_words_end(language: str, code: str, text: str, made: str) -> None:
    assert code_words.replaced(language, code, lambda _: text) == made
