"""Octavo: one English master, every language, every reading device.

The packages, in the order in which data passes through them. Each imports only packages above it; users call the
last two, and Sphinx loads ``sphinxext``.

    errors        errors whose message tells the user what to do
    files/        write, lock and delete files so that nothing is lost
    project/      pyproject.toml and git → what is published: languages, books, formats, editions
    findings/     what is wrong, where, and what to do
    cache/        whether something is unchanged
    text/         the text of one message: its markup and its typography
    catalogs/     source → POT files → catalogs, without loss
    ui/           Octavo's own words, templates and static files
    compiler/     catalogs → trusted .mo files: guard, checks
    workflow/     coverage, release gate, exchange files, new projects
    editions/     .mo files and source → HTML, EPUB, PDF
    sphinxext/    what runs inside Sphinx
    publication/  editions → build/site/: pages, feeds, proofs, validation
    preview/      a saved catalog → the page in the browser
    cli/          octavo COMMAND: parse, call one function, print
"""

__version__ = "0.1.0"
