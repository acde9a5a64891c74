"""Octavo: one English master, every language, every reading device.

The rooms, in the order in which the data passes through them (each imports only rooms above it):

    errors        what cannot go on → the sentence its reader will act on
    answers       a question, and the files that its answer comes from → the answer of last time
    project/      pyproject.toml → what is published: languages, books, formats, editions
    catalog/      one .po or .pot ↔ messages, read and written without churn
    adoption/     a Sphinx project → the lines that make it one of Octavo's
    pages/        Jinja pages and their values → text
    findings/     what is wrong, where, and what to do
    markup/       reStructuredText inline text → its tokens and its inventory
    figures       SVG ↔ its words: messages out, translated and wrapped text in
    doctrees      source/ read by Sphinx, once a language
    templates     doctrees, configuration, figures → build/templates/**/*.pot
    memory/       what was ever translated, by text
    merge/        template + catalog + memory → catalog; nothing lost
    typography/   plain text → typeset text, one file a language
    interface     language → the package's own words in it
    guard/        msgid and msgstr → why the msgstr may not be published
    checks/       catalog → findings
    compiled      catalogs that were compiled without a complaint → which need not be compiled again
    compiler      catalogs → trusted build/catalogs/<language>/LC_MESSAGES/**/*.mo
    coverage/     catalogs → how much is translated, and what is open
    editions/     compiled catalogs and doctrees → HTML, EPUB, PDF
    live/         saved catalogs and texts → single pages, from a Sphinx that stays loaded
    validation/   editions → findings, one file a checker
    publication/  editions → build/site/, staged and swapped by rename

The doors, by which users come in: ``cli/`` (commands), ``preview/`` (pages in the browser) and ``sphinxext/`` (what
runs inside Sphinx).
"""

__version__ = "0.1.0"
