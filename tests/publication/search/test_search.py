"""Test the search of this publication: the expected page is among the first five results."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import tomllib
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

HERE = Path(__file__).parent
QUERIES: dict[str, dict[str, str]] = tomllib.loads((HERE / "queries.toml").read_text(encoding="utf-8"))
#: Least share of the queries of a language that must find their page.
WANTED = 0.95


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def address(publication: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(publication))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_there_are_thirty_queries_for_each_language() -> None:
    assert {tag: len(queries) for tag, queries in QUERIES.items()} == {"en": 30, "zh-CN": 30, "fr": 30}


@pytest.mark.slow
@pytest.mark.parametrize("tag", list(QUERIES))
def test_the_expected_page_is_among_the_first_five_results(publication: Path, address: str, tag: str) -> None:
    order = {
        "folder": str(publication / tag / "pagefind"),
        "address": f"{address}/{tag}",
        "language": tag,
        "script": str(publication / tag / "_static/find.js"),
        "queries": list(QUERIES[tag]),
    }
    done = subprocess.run(
        [Path(sys.executable).with_name("node"), HERE / "search.mjs"],
        input=json.dumps(order), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    answers = json.loads(done.stdout)
    missed = {
        query: answers[query]
        for query, page in QUERIES[tag].items()
        if f"{address}/{tag}/{page}.html" not in answers[query]
    }
    assert len(missed) <= (1 - WANTED) * len(QUERIES[tag]), missed
