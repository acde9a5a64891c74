"""Octavo's own pages get the shell that Sphinx wrote, also where they move to the root of the site."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from octavo.project import Project
from octavo.publication.site import shell


def test_a_page_without_a_shell_gets_a_plain_frame(small: Project, tmp_path: Path) -> None:
    shell.write(small, small.master, "news", tmp_path, lambda frame: frame)
    assert (tmp_path / "en/news.html").read_text(encoding="utf-8") == shell.FRAME


def test_content_and_head_take_the_places_of_their_comments(small: Project, tmp_path: Path) -> None:
    page = tmp_path / "en/news.html"
    page.parent.mkdir()
    page.write_text(f"<head>{shell.mark('head')}</head><main>{shell.mark('news')}</main>", encoding="utf-8")
    shell.write(small, small.master, "news", tmp_path, lambda frame: frame, "<style></style>")
    assert page.read_text(encoding="utf-8") == f"<head><style></style></head><main>{shell.FRAGMENT}</main>"


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
    assert shell.move(small, tmp_path, shell.LANDING, tmp_path / "index.html", "en/", {})
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
    assert not shell.move(other, tmp_path, shell.LANDING, tmp_path / "index.html", "en/", {})
