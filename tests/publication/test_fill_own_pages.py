"""Octavo's own pages get the header and footer that Sphinx wrote, also where they move to the root of the site."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from octavo.project import Project
from octavo.publication.site import own_pages


def test_a_page_that_sphinx_did_not_write_gets_a_plain_frame(small: Project, tmp_path: Path) -> None:
    own_pages.write(small, small.master, "news", tmp_path, lambda frame: frame)
    assert (tmp_path / "en/news.html").read_text(encoding="utf-8") == own_pages.FRAME


def test_content_and_head_take_the_places_of_their_comments(small: Project, tmp_path: Path) -> None:
    page = tmp_path / "en/news.html"
    page.parent.mkdir()
    page.write_text(f"<head>{own_pages.mark('head')}</head><main>{own_pages.mark('news')}</main>", encoding="utf-8")
    own_pages.write(small, small.master, "news", tmp_path, lambda frame: frame, "<style></style>")
    assert page.read_text(encoding="utf-8") == f"<head><style></style></head><main>{own_pages.FRAGMENT}</main>"


def test_links_of_a_page_that_moves_lead_to_the_same_places(small: Project, tmp_path: Path) -> None:
    page = tmp_path / "en/octavo-landing.html"
    page.parent.mkdir()
    links = [
        'href="index.html"',
        'href="../fr/index.html"',
        'src="_static/a.js"',
        'action="search.html"',
        'href="#top"',
    ]
    links += ['href="https://example.org/x"', 'href="/y"', 'data-content_root="./"']
    page.write_text(" ".join(f"<a {link}>" for link in links), encoding="utf-8")
    assert own_pages.move(small, tmp_path, own_pages.LANDING, tmp_path / "index.html", "en/", {})
    assert not page.exists()
    moved = (tmp_path / "index.html").read_text(encoding="utf-8")
    for link in (
        "en/index.html",
        "fr/index.html",
        "en/_static/a.js",
        "en/search.html",
        "#top",
        "https://example.org/x",
        "/y",
    ):
        assert f'="{link}"' in moved, link


def test_a_project_without_a_master_edition_has_no_page_to_move(small: Project, tmp_path: Path) -> None:
    other = replace(small, languages=small.translations)
    assert not own_pages.move(other, tmp_path, own_pages.LANDING, tmp_path / "index.html", "en/", {})
