"""Pages that Octavo adds to a language's folder never take the place of the project's."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from octavo.project import Project
from tests.workflow.init import tiny


def test_an_own_page_has_a_name_that_no_page_of_the_project_has(small: Project) -> None:
    assert small.own_page("news") == "news.html"
    assert replace(small, house_style=False).own_page("news") == "octavo-news.html"
    (small.source / "news.rst").write_text("News\n====\n", encoding="utf-8")
    assert (small.own_page("news"), small.own_page("downloads")) == ("octavo-news.html", "downloads.html")
    (small.source / "octavo-news.rst").write_text("More news\n=========\n", encoding="utf-8")
    assert small.own_page("news") == "octavo-octavo-news.html"


@pytest.mark.slow
def test_a_projects_own_news_downloads_coverage_and_files_are_published(tmp_path: Path) -> None:
    pages = {f"docs__{name}_DOT_rst": f"{name}\n====\n\nOurs.\n" for name in ("news", "downloads")}
    extra = {"docs__extra__coverage_DOT_html": "Ours.", "docs__extra__robots_DOT_txt": "Ours."}
    static = ("octavo_DOT_css", "octavo_DOT_js", "search_DOT_js", "offline_DOT_js", "octavo-tokens_DOT_css")
    extra |= {f"docs___static__{name}": "Ours." for name in static}
    conf = "html_extra_path = ['extra']\nhtml_static_path = ['_static']\nextensions = ['sphinx.ext.githubpages']\n"
    index = {"docs__index_DOT_rst": "Hello\n=====\n\n.. toctree::\n\n   news\n   downloads\n"}
    root = tiny.make(tmp_path, conf, **pages, **extra, **index)
    tiny.run(root, "octavo", "init")
    tiny.run(root, "octavo", "publish", "-f", "html")
    site = root / "build/octavo/site"
    assert (site / "robots.txt").read_text(encoding="utf-8") == "Ours."
    assert (site / ".nojekyll").is_file()
    for tag in ("en", "fr"):
        for name in static:
            assert (site / tag / "_static" / name.replace("_DOT_", ".")).read_text(encoding="utf-8") == "Ours."
        for name in ("news", "downloads", "coverage"):
            assert "Ours." in (site / tag / f"{name}.html").read_text(encoding="utf-8")
            assert (site / tag / f"octavo-{name}.html").is_file()
        assert 'href="octavo-downloads.html"' in (site / tag / "index.html").read_text(encoding="utf-8")
        assert 'href="octavo-news.html"' in (site / tag / "octavo-downloads.html").read_text(encoding="utf-8")
