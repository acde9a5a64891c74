"""A translation is changed within its lines: a diff shows the changed words only."""

import pytest

from octavo.catalogs.po import Message, parse, with_msgstr


def message(text):
    return parse(text, None).messages[0]  # type: ignore[arg-type]  # the path is only for errors


WRAPPED = 'msgid "x"\nmsgstr ""\n"L\'école \\"ouverte\\" "\n"est à l\'heure."\n'


@pytest.mark.parametrize(
    ("new", "lines"),
    [
        ('L’école "ouverte" est à l’heure.', ['msgstr ""', '"L’école \\"ouverte\\" "', '"est à l’heure."']),
        ("L'école « ouverte » est à l'heure.", ['msgstr ""', '"L\'école « ouverte » "', '"est à l\'heure."']),
        ("L'école \"ouverte\" est à l'heure !", ['msgstr ""', '"L\'école \\"ouverte\\" "', '"est à l\'heure !"']),
    ],
)
def test_lines_stay_as_they_were_wrapped(new, lines):
    changed = with_msgstr(message(WRAPPED), new)
    assert list(changed.lines()[1:]) == lines
    assert parse("\n".join(changed.lines()) + "\n", None).messages[0].msgstr == new  # type: ignore[arg-type]


def test_escapes_survive():
    changed = with_msgstr(message('msgid "x"\nmsgstr "a\\tb \\\\ c"\n'), "a\tb \\ d\n")
    assert changed.lines()[-1] == 'msgstr "a\\tb \\\\ d\\n"'


def test_a_message_that_was_not_read_is_written_anew():
    assert with_msgstr(Message("x", ("a",)), "b").lines() == ('msgid "x"', 'msgstr "b"')
