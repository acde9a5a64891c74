"""Print how many queries of each group find their page: ``python tests/publication/search/measure.py [SITE]``."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[2]


def queries() -> dict[str, dict[str, dict[str, list[str]]]]:
    """Return the pages that answer each query, by language and group; the words of the guides are in ``plain``."""
    groups, plain, personas, outside = (
        tomllib.loads((HERE / f"{name}.toml").read_text("utf-8"))
        for name in ("queries", "plain", "personas", "outside")
    )
    return {
        tag: {
            **groups[tag],
            "plain": {q: [page] for q, page in plain[tag].items()},
            "personas": personas[tag],
            "outside": outside[tag],
        }
        for tag in groups
    }


def answers(site: Path, tag: str, asked: list[str], most: int = 5) -> dict[str, list[str]]:
    """Return the first pages for each query, as the search page of a site on the disk finds them."""
    order = {"root": str(ROOT), "page": str(site / tag / "search.html"), "queries": asked, "most": most}
    node = Path(sys.executable).with_name("node")
    done = subprocess.run(
        [node, HERE / "search.mjs"], input=json.dumps(order), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, list[str]] = json.loads(done.stdout)
    return found


def missed(group: str, wanted: dict[str, list[str]], found: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return the queries whose pages are not found early enough, with the pages that are found.

    Words of safety must find them first, the words of the guides among five, others among three.
    """
    first = {"safety": 1, "plain": 5}.get(group, 3)
    return {query: found[query] for query, pages in wanted.items() if not set(pages) & set(found[query][:first])}


if __name__ == "__main__":
    site = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "build/site").resolve()
    for tag, groups in queries().items():
        found = answers(site, tag, [query for group in groups.values() for query in group])
        for group, wanted in groups.items():
            lost = missed(group, wanted, found)
            print(f"{tag} {group}: {len(wanted) - len(lost)} of {len(wanted)}")
            for query, pages in lost.items():
                print(f"  {query}: {pages}; wanted: {wanted[query]}")
