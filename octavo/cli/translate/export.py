"""``octavo export``: catalogs for the tools of other translators."""

from __future__ import annotations

from pathlib import Path

import click

from octavo.catalogs.po import State
from octavo.cli.console import shell_completion
from octavo.cli.console.terminal import current_project, err
from octavo.errors import OctavoError
from octavo.workflow import coverage, exchange


@click.command()
@click.argument("language", shell_complete=shell_completion.translations)
@click.argument("pages", nargs=-1, shell_complete=shell_completion.pages)
@click.option(
    "-f", "--format", "suffix", type=click.Choice([suffix[1:] for suffix in exchange.FORMATS]), default="xlf",
    show_default=True, help="xlf is XLIFF 1.2, for OmegaT, memoQ and Trados.",
)  # fmt: skip
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Default: build/exchange/<language>.<format>.")
@click.option("--open", "only_open", is_flag=True, help="Only what is untranslated or fuzzy.")
def command(language: str, pages: tuple[str, ...], suffix: str, output: Path | None, only_open: bool) -> int:
    """Write the catalogs of LANGUAGE to one file for other tools: all, or PAGES (students, teachers/first-week).

    “octavo import” takes the file back when it is translated.
    """
    project = current_project()
    wanted = project.language(language)
    folder = project.catalogs(wanted)
    domains = [path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob("*.po")]
    for page in pages:
        if not any(_is_in(domain, page) for domain in domains):
            raise OctavoError(
                "unknown-page", f"there is no catalog of “{page}” in {wanted.locale}",
                remedy="Name a page or a folder of source/, without .rst",
            )  # fmt: skip
    chosen = [domain for domain in domains if not pages or any(_is_in(domain, page) for page in pages)]
    paths = [folder / f"{domain}.po" for domain in coverage.in_reading_order(project, chosen)]
    units = list(exchange.units(folder, paths, only_open=only_open))
    target = output or project.build / "exchange" / f"{wanted.locale}.{suffix}"
    exchange.write(target, project.master, wanted, units)
    left = sum(unit.state is not State.TRANSLATED for unit in units)
    err.print(f"{target}: {len(units):,} texts, {left:,} of them to translate or review", markup=False)
    return 0


def _is_in(domain: str, page: str) -> bool:
    page = page.strip("/").removesuffix(".rst")
    return domain == page or domain.startswith(f"{page}/")
