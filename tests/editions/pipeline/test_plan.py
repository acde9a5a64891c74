"""What a run will do: each task with its reason, after what it needs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from octavo.editions.pipeline import plan, run, scheduling
from octavo.project import Edition, Format, Project
from octavo.project.formats import FACTS
from octavo.workflow.language_build import LanguageBuilds, resolve


@pytest.fixture(autouse=True)
def fixed_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")


def builds(project: Project) -> LanguageBuilds:
    return resolve(project, languages=project.languages)


def make_all(project: Project, editions: list[Edition]) -> None:
    """Put something where each of *editions* is made, and record it."""
    for edition in editions:
        path = plan.output_path(project, edition)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        plan.write_record(builds(project)[edition.language], [edition])


def test_a_first_run_makes_everything_and_each_task_comes_after_what_it_needs(small: Project) -> None:
    todo = plan.make_plan(builds(small), run.select_editions(small))
    names = [task.name for task in todo.tasks]
    assert len(names) == 3 * (1 + 1 + 1 + 3)
    for task in todo.tasks:
        assert all(names.index(need) < names.index(task.name) for need in task.needs)
        assert task.reason == "not built before"


def test_every_language_is_read_once(small: Project) -> None:
    """Whatever is asked for, one task of a language needs nothing, and all others wait for it."""
    for formats in ([Format.EPUB], [Format.PDF], [Format.EPUB, Format.PDF], list(Format)):
        todo = plan.make_plan(builds(small), run.select_editions(small, formats=formats))
        readers = [task for task in todo.tasks if not task.needs]
        assert len(readers) == len(small.languages)


def test_every_format_has_facts_and_a_task(small: Project) -> None:
    assert set(FACTS) == set(Format)
    project = replace(small, formats=tuple(Format))
    todo = plan.make_plan(builds(project), run.select_editions(project, formats=list(Format)))
    assert {task.kind for task in todo.tasks} == {plan.LATEX, *(kind.value for kind in Format)}
    assert len(scheduling.longest_first(todo.tasks, {})) == len(todo.tasks)
    assert all(kind.facts.purpose for kind in Format if kind is not Format.HTML)


def test_nothing_is_made_again_when_nothing_changed(small: Project) -> None:
    wanted = run.select_editions(small)
    make_all(small, wanted)
    todo = plan.make_plan(builds(small), wanted)
    assert todo.tasks == ()
    assert len(todo.current) == len(wanted)


@pytest.mark.parametrize("file", ["source/index.rst", "pyproject.toml", "conf.py"])
def test_a_change_of_an_input_makes_all_languages_again(small: Project, file: str) -> None:
    wanted = run.select_editions(small)
    make_all(small, wanted)
    path = small.root / file
    path.write_text(path.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    assert {task.language for task in plan.make_plan(builds(small), wanted).tasks} == set(small.languages)


def test_a_change_of_one_languages_catalogs_makes_that_language_again(small: Project) -> None:
    wanted = run.select_editions(small)
    make_all(small, wanted)
    path = small.compiled_catalogs(small.language("fr")) / "index.mo"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"x")
    todo = plan.make_plan(builds(small), wanted)
    assert {task.language.locale for task in todo.tasks} == {"fr"}
    assert todo.tasks[0].reason == "its text, its catalogs or the configuration changed"


def test_a_missing_file_is_made_again_alone(small: Project) -> None:
    wanted = run.select_editions(small)
    make_all(small, wanted)
    lost = Edition(small.language("fr"), small.book("one"), Format.PDF)
    plan.output_path(small, lost).unlink()
    assert [task.name for task in plan.make_plan(builds(small), wanted).tasks] == ["fr-latex", "fr-pdf-one"]


def test_an_edition_whose_files_are_not_those_that_were_made_is_made_again(small: Project) -> None:
    """Two builds at once, a clean in the middle or a full disk leave such files, and a record that looks current."""
    wanted = run.select_editions(small, formats=[Format.HTML, Format.EPUB])
    french = Edition(small.language("fr"), small.book("set"), Format.HTML)
    page = plan.output_path(small, french) / "one" / "index.html"
    page.parent.mkdir(parents=True)
    page.write_text("whole", encoding="utf-8")
    make_all(small, [edition for edition in wanted if edition != french])
    plan.write_record(builds(small)[french.language], [french])
    assert plan.make_plan(builds(small), wanted).tasks == ()
    page.write_text("half", encoding="utf-8")
    plan.output_path(small, Edition(small.language("zh_CN"), small.book("one"), Format.EPUB)).write_bytes(b"half")
    tasks = plan.make_plan(builds(small), wanted).tasks
    assert {task.name: task.reason for task in tasks} == {"fr-html": plan.DAMAGED, "zh_CN-epub": plan.DAMAGED}
    page.unlink()
    assert plan.make_plan(builds(small), [french]).tasks[0].reason == plan.DAMAGED


def test_what_is_asked_for_is_what_is_wanted(small: Project) -> None:
    fr, one = small.language("fr"), small.book("one")
    assert run.select_editions(small, [fr], [Format.PDF], [one]) == [Edition(fr, one, Format.PDF)]
    pseudo = small.language("en_XA")
    assert {edition.language for edition in run.select_editions(small, [pseudo])} == {pseudo}


def test_a_book_that_a_snapshot_lacks_is_neither_wanted_nor_reported(small: Project) -> None:
    french, (_, one, two) = small.language("fr"), small.books
    snapshots = {"fr": replace(small, root=small.build / "past" / "abc", books=(one,))}
    wanted = run.select_editions(small, formats=[Format.EPUB], snapshots=snapshots)
    assert {edition.book for edition in wanted if edition.language == french} == {one}
    assert {edition.book for edition in wanted if edition.language == small.master} == {*small.books}
    outcome = run.TaskResult(plan.Task(Format.EPUB.value, french, "test"), 1.0)
    build = resolve(small, snapshots)[french]
    assert [made.edition.book for made in run._editions(build.project, outcome)] == [one]
    assert two in small.books


def test_a_damaged_record_means_making_it_again(small: Project) -> None:
    wanted = run.select_editions(small)
    make_all(small, wanted)
    (small.build / "editions" / "fr" / "made.json").write_text("{", encoding="utf-8")
    assert {task.language.locale for task in plan.make_plan(builds(small), wanted).tasks} == {"fr"}


def test_a_new_time_of_publication_makes_everything_again(small: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    before = builds(small)[small.master].input_hash
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000001")
    assert builds(small)[small.master].input_hash != before
    assert builds(replace(small))[small.master].input_hash != before
