"""What most waits for is done first."""

from pathlib import Path

from octavo.editions import executors
from octavo.editions.pipeline import run, scheduling
from octavo.editions.pipeline.plan import LATEX, Plan, Task
from octavo.project import Book, Format, Language, Project, load
from octavo.workflow.language_build import resolve

SMALL = Path(__file__).parents[2] / "projects" / "small"
EN, FR = Language("en"), Language("fr")
BOOK = Book("one", "one/index")


def tasks() -> tuple[Task, ...]:
    return (
        Task("html", EN, "because"),
        Task("html", FR, "because"),
        Task(LATEX, FR, "because", needs=("fr-html",)),
        Task("epub", EN, "because", needs=("en-html",)),
        Task("epub", FR, "because", needs=("fr-html",)),
        Task(Format.PDF.value, FR, "because", BOOK, needs=("fr-latex",)),
    )


def test_the_longest_chain_begins_first_whatever_its_first_task_takes() -> None:
    seconds = {"en-html": 9.0, "fr-html": 2.0, "fr-pdf-one": 60.0}
    names = [task.name for task in scheduling.longest_first(tasks(), seconds)]
    assert names.index("fr-html") < names.index("en-html")
    assert names.index("fr-latex") < names.index("fr-epub")


def test_what_is_needed_never_comes_after() -> None:
    ordered = scheduling.longest_first(tasks(), {})
    names = [task.name for task in ordered]
    assert all(names.index(need) < names.index(task.name) for task in ordered for need in task.needs)


def test_what_tasks_took_is_remembered_beside_that_of_others(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text((SMALL / "pyproject.toml").read_text("utf-8"), "utf-8")
    for root in ("index", "one/index", "two/index", "glossary"):
        path = tmp_path / "source" / f"{root}.rst"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Title\n=====\n", "utf-8")
    project = load(tmp_path)
    scheduling.save_durations(project, {"en-html": 3.14})
    scheduling.save_durations(project, {"fr-html": 2.0})
    assert scheduling.load_durations(project) == {"en-html": 3.1, "fr-html": 2.0}


def test_no_more_tasks_run_than_there_are_slots_and_the_longest_go_first(small: Project, monkeypatch) -> None:
    done: list[str] = []
    monkeypatch.setattr(scheduling, "save_durations", lambda *given: set())
    monkeypatch.setattr(run.plan, "write_record", lambda *given: set())
    monkeypatch.setattr(run, "run_task", lambda build, task: done.append(task.name) or run.TaskResult(task, 1.0))
    with executors.in_process_executor() as executor:
        run.run_plan(resolve(small), Plan(tasks(), ()), executor, slots=1)
    assert done[0] == "fr-html"
    assert sorted(done) == sorted(task.name for task in tasks())
    assert done.index("fr-latex") < done.index("en-epub")
