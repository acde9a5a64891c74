"""Results of messages are stored: a second run judges what changed, and only that."""

from dataclasses import replace

import pytest

from octavo.compiler.checks import check, run

FAULT = 'msgid "Take 5 of them."\nmsgstr "Prenez-en 6."\n'
GOOD = '\nmsgid "A computer"\nmsgstr "Un ordinateur"\n'


@pytest.fixture
def judged(monkeypatch):
    """The texts of the messages that rules judged."""
    texts = []
    judge = run.judge

    def noting(subject, rules):
        texts.append(subject.msgid)
        return judge(subject, rules)

    monkeypatch.setattr(run, "judge", noting)
    return texts


def test_an_unchanged_message_is_not_judged_again(project, put, judged):
    put(project, FAULT + GOOD)
    first = check(project)
    assert sorted(judged) == ["A computer", "Take 5 of them."]
    judged.clear()
    assert check(project) == first
    assert judged == []


def test_a_moved_message_keeps_its_result_and_has_its_new_line(project, put, judged):
    put(project, FAULT)
    (before,) = check(project)
    judged.clear()
    put(project, GOOD.strip() + "\n\n" + FAULT)
    (after,) = check(project)
    assert judged == ["A computer"]
    assert after.location.line == before.location.line + 3


def test_a_changed_translation_is_judged(project, put, judged):
    put(project, FAULT)
    check(project)
    judged.clear()
    put(project, FAULT.replace("6", "5"))
    assert check(project) == []
    assert judged == ["Take 5 of them."]


def test_a_changed_comment_is_judged(project, put):
    """A review whose date is no day was not found if the message had been checked before."""
    put(project, GOOD.strip())
    assert check(project) == []
    put(project, f"# octavo: reviewed 9999-99-99 by Ada (4f1c09ab)\n{GOOD.strip()}")
    assert [finding.code for finding in check(project)] == ["review-malformed"]
    put(project, GOOD.strip())
    assert check(project) == []


def test_other_terms_judge_everything_again(project, put, judged):
    put(project, 'msgid "Video needs bandwidth."\nmsgstr "La vidéo demande du débit."\n')
    assert check(project) == []
    project.term_base.write_text('[[term]]\nen = "bandwidth"\nfr = ["bande passante"]\n', encoding="utf-8")
    assert [finding.code for finding in check(project)] == ["terms-missing"]


@pytest.mark.parametrize("change", [{"typography": ()}, {"house_style": False}], ids=str)
def test_other_ways_to_publish_judge_everything_again(project, put, judged, change):
    """What the guard judges is the text as it is published: typeset or not, repaired or not."""
    put(project, FAULT)
    check(project, style=True)
    judged.clear()
    check(replace(project, **change), style=True)
    assert judged == ["Take 5 of them."]


def test_an_ignore_comment_counts_although_the_message_is_not_judged_again(project, put, judged):
    put(project, FAULT)
    assert check(project)
    judged.clear()
    put(project, "# octavo: ignore values-number they changed it\n" + FAULT)
    assert check(project) == []
    assert judged == []


def test_a_name_that_means_something_else_now_judges_the_messages_that_use_it(project, put, judged):
    glossary = 'msgid "encoding"\nmsgstr "{}"\n'
    put(project, 'msgid "Use the :term:`encoding` here."\nmsgstr "Utilisez :term:`codage` ici."\n')
    put(project, glossary.format("codage"), name="glossary")
    before = {finding.code for finding in check(project)}
    put(project, glossary.format("encodage"), name="glossary")
    after = {finding.code for finding in check(project)}
    assert "guard-role" not in before
    assert "guard-role" in after


def test_a_broken_file_of_results_is_ignored(project, put):
    put(project, FAULT)
    first = check(project)
    (project.build / "checks" / "fr.json").write_text("{", encoding="utf-8")
    assert check(project) == first
