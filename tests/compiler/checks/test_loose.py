"""``octavo check`` alone: catalogs without a configuration of Octavo, and without Sphinx."""

import subprocess
import sys
from pathlib import Path

import pytest

from octavo.cli import main
from octavo.compiler.checks import check, fix
from octavo.project import look

HEADER = 'msgid ""\nmsgstr "Language: fr\\nContent-Type: text/plain; charset=UTF-8\\n"\n\n'
REFERENCE = "#: ../../source/index.rst:3\n"
SLIP = REFERENCE + 'msgid "Open ``my_file.txt``."\nmsgstr "Ouvrez ``my_fille.txt``."\n'
STYLE = REFERENCE + 'msgid "The school"\nmsgstr "L\'école"\n'


@pytest.fixture(autouse=True)
def cache(tmp_path_factory, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))


def put(folder, text, name="docs/locale/fr/LC_MESSAGES/index.po"):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEADER + text, encoding="utf-8")
    return path


def codes(folder, **options):
    return [finding.code for project in look(folder) for finding in check(project, **options)]


@pytest.mark.parametrize(
    "name",
    [
        "docs/locale/fr/LC_MESSAGES/index.po", "locales/fr/LC_MESSAGES/a/b.po", "locale/fr/index.po", "index.po",
        "library/os.po", "po/fr.po", "docs/translations/fr/LC_MESSAGES/docs.po",
    ],
)  # fmt: skip
def test_catalogs_are_found_by_looking(tmp_path, name):
    path = put(tmp_path, SLIP, name)
    (project,) = look(tmp_path)
    assert [language.locale for language in project.translations] == ["fr"]
    assert [finding.location.path for finding in check(project)] == [path]


def test_catalogs_of_programs_and_copies_are_left_out(tmp_path):
    put(tmp_path, "#: shop/views.py:3\n" + SLIP.partition("\n")[2], "shop/locale/fr/LC_MESSAGES/django.po")
    put(tmp_path, SLIP, "docs/_build/locale/fr/LC_MESSAGES/index.po")
    assert codes(tmp_path) == []


def test_house_style_is_off_unless_it_is_asked_for(tmp_path):
    put(tmp_path, STYLE)
    assert codes(tmp_path) == []
    assert codes(tmp_path, style=True) == ["french-apostrophe"]


def test_nothing_is_written_into_the_folder(tmp_path):
    path = put(tmp_path, SLIP)
    assert codes(tmp_path)
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == [path]


def test_code_is_neither_judged_nor_fixed(tmp_path):
    code = REFERENCE + 'msgid ""\n"f = \\"a\\"\\n"\n"  return f"\nmsgstr ""\n"f = \\"a\\"\\n"\n"  return  f"\n'
    path = put(tmp_path, code)
    before = path.read_bytes()
    (project,) = look(tmp_path)
    assert check(project, style=True) == []
    assert fix(project, style=True) == []
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "code", ['print(\\"a  b\\")', "from a import b  # it's", "x = 'it...'", "$ run 'x'  --now", "a('b', 'c');"]
)
def test_a_fix_leaves_code_of_one_line(tmp_path, code):
    path = put(tmp_path, f'{REFERENCE}msgid "{code}"\nmsgstr "{code}"\n')
    before = path.read_bytes()
    for project in look(tmp_path):
        fix(project, style=True)
    assert path.read_bytes() == before


def test_a_fix_leaves_the_spaces_that_plain_sphinx_needs_around_markup(tmp_path):
    text = REFERENCE + 'msgid "Call :func:`fly`, now."\nmsgstr "请调用 :func:`fly` ,现在。"\n'
    path = put(tmp_path, text, "docs/locale/zh_CN/LC_MESSAGES/index.po")
    (project,) = look(tmp_path)
    fix(project, style=True)
    assert "请调用 :func:`fly` " in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("master", "text"), [("* (asterisk)", "* (星号)"), (":func:`a` | :func:`b`", ":func:`a` | :func:`b` 左")]
)
def test_translations_are_read_as_plain_sphinx_shows_them(tmp_path, master, text):
    path = put(tmp_path, f'{REFERENCE}msgid "{master}"\nmsgstr "{text}"\n', "docs/locale/zh_CN/LC_MESSAGES/index.po")
    path.write_text(path.read_text(encoding="utf-8").replace("Language: fr", "Language: zh_CN"), encoding="utf-8")
    assert codes(tmp_path) == []


@pytest.mark.parametrize(
    ("locale", "master", "text"),
    [
        ("ar", "It needs 64 GB and Windows 8.1.", "يحتاج إلى ٦٤ جيغا بايت وويندوز ٨.١."),
        ("fa", "Wait 120 seconds.", "۱۲۰ ثانیه صبر کنید."),
        ("hi", "Wait 120 seconds.", "१२० सेकंड प्रतीक्षा करें।"),
        ("ja", "Taken on Nov 23 2022.", "2022年11月23日に撮影。"),
        ("zh_CN", "A hex number", "16进制数"),
        ("zh_CN", "It is a 1:1 relation.", "它们是一对一的。"),
        ("zh_CN", "The same purpose", "相同目的的语法"),
        ("tr", "The single files", "Dosyaları tek tek indirin."),
        ("cs", "Someone met the same problem.", "Je možné, že se se stejným problémem setkal jiný."),
        ("de", "Those who receive the files", "Der Person, die die Dateien empfängt"),
        ("es", "Open ``/home/user/my.json``.", "Abra ``/home/usuario/my.json``."),
        ("fr", "If ``MyClass.__match__`` is set", "Si ``UneClasse.__match__`` est mis"),
        ("fr", "It is not 100% safe.", "Ce n’est pas sûr à tous les coups."),
        ("fr", "The attribute :attr:`!path` of a package", "L’attribut ``path`` d’un paquet"),
        ("fr", "See :code:`a.keys()` there.", "Voyez ``a.clés()``."),
        ("fr", "Names are red, green, blue, black, white.", "Les noms : red, green, blue, black, white."),
        ("fr", "Say 'oops, it was too much for us' then.", "Dites alors “oops, it was too much for us”."),
        ("fr", "utf-8, utf-16, utf-32, utf-16-be, utf-32-le", "utf-8, utf-16, utf-32, utf-16-be, utf-32-le"),
        ("fr", "from sound.effects import echo", "from sound.effects import echo"),
        ("fr", "checking for the tool... yes", "checking for the tool... yes"),
        ("fr", "11:46:36 AM is when this was logged.", "11:46:36 AM is when this was logged."),
        ("fr", "Otter: What it is and how to do it. Press (1987)", "Otter: What it is and how to do it. Press (1987)"),
        ("de", "The `404 Not Found` page", "Die Seite für den Fehler 404"),
        (
            "fi",
            "(known as: boats2d-one, boats2d-two, boats2d-red is better)",
            "(nimet: boats2d-one, boats2d-two, boats2d-red)",
        ),
    ],
)
def test_what_is_right_in_another_language_is_no_finding(tmp_path, locale, master, text):
    path = put(
        tmp_path, f'{REFERENCE}msgid "{master}"\nmsgstr "{text}"\n', f"docs/locale/{locale}/LC_MESSAGES/index.po"
    )
    path.write_text(path.read_text(encoding="utf-8").replace("Language: fr", f"Language: {locale}"), encoding="utf-8")
    assert codes(tmp_path) == []


@pytest.mark.parametrize(
    ("master", "text"),
    [
        ("Move the folder to the new location.", "Move the folder to the new location."),
        ("Some headers are unique, meaning that only one is sent.", "Certains sont uniques, meaning that only one is."),
        ("Videos are not playing", "Videos are not playing"),
        ("Read (or iterables yielding unicode strings) here.", "Lisez (or iterables yielding unicode strings) ici."),
    ],
)
def test_english_sentences_are_told(tmp_path, master, text):
    put(tmp_path, f'{REFERENCE}msgid "{master}"\nmsgstr "{text}"\n')
    assert codes(tmp_path) == ["wording-untranslated"]


@pytest.mark.parametrize("locale", ["en_GB", "en"])
def test_a_translation_into_another_english_may_be_the_original(tmp_path, locale):
    text, other = "Move the colored folder to the new location.", "Open the colored folder in the new window."
    own = other.replace("color", "colour")
    rows = "".join(f'{REFERENCE}msgid "{one}"\nmsgstr "{two}"\n\n' for one, two in ((text, text), (other, own)))
    path = put(tmp_path, rows, f"docs/locale/{locale}/LC_MESSAGES/index.po")
    path.write_text(path.read_text(encoding="utf-8").replace("Language: fr", f"Language: {locale}"), encoding="utf-8")
    assert codes(tmp_path) == []


def test_another_number_in_digits_of_another_script_is_told(tmp_path):
    put(tmp_path, REFERENCE + 'msgid "It needs 64 GB."\nmsgstr "يحتاج إلى ٣٢ جيغا بايت."\n')
    assert codes(tmp_path) == ["values-number"]


def test_spaces_in_code_are_no_slip(tmp_path):
    put(tmp_path, REFERENCE + 'msgid "Call ``f(a, ...)``."\nmsgstr "Appelez ``f(a,…)``."\n')
    assert codes(tmp_path) == []


@pytest.mark.parametrize(
    ("arguments", "status"), [((), 1), (("fr",), 1), (("docs/locale/fr",), 1), (("--fail-on", "note"), 1)]
)
def test_an_error_is_exit_status_1(tmp_path, monkeypatch, arguments, status):
    put(tmp_path, SLIP)
    monkeypatch.chdir(tmp_path)
    assert main(["check", *arguments]) == status


def test_a_warning_is_exit_status_1_with_strict_only(tmp_path, monkeypatch):
    put(tmp_path, REFERENCE + 'msgid "Read the task."\nmsgstr "Lisez la la consigne."\n')
    monkeypatch.chdir(tmp_path)
    assert main(["check"]) == 0
    assert main(["check", "--strict"]) == 1


def test_an_unknown_language_and_a_folder_without_catalogs_are_wrong_calls(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["check"]) == 2
    put(tmp_path, SLIP)
    assert main(["check", "de"]) == 2


WITHOUT = ("sphinx", "babel", "lxml", "PIL", "jinja2", "rapidfuzz", "polib", "tomlkit", "tinycss2", "pagefind")


@pytest.mark.slow
def test_it_runs_where_only_its_own_packages_are_installed(tmp_path):
    """The packages that ``packaging/check`` does not depend on are hidden from the import system."""
    path = put(tmp_path, SLIP + "\n" + STYLE)
    hidden = f"import sys; sys.modules.update(dict.fromkeys({WITHOUT!r}))"
    code = f"{hidden}; from octavo.cli import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", code, "check", "--style", "--fix"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, "markup-literal" in done.stdout) == (1, True), done.stderr
    assert "L’école" in path.read_text(encoding="utf-8")


@pytest.mark.slow
def test_other_commands_say_which_package_is_missing(tmp_path):
    hidden = f"import sys; sys.modules.update(dict.fromkeys({WITHOUT!r}))"
    code = f"{hidden}; from octavo.cli import main; sys.exit(main(sys.argv[1:]))"
    done = subprocess.run(
        [sys.executable, "-c", code, "update"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "is not installed. Run: pip install octavo" in done.stderr
    shown = subprocess.run(
        [sys.executable, "-c", code, "--help"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert "check" in shown.stdout


def test_a_catalog_of_a_program_is_plain_text(tmp_path):
    path = put(tmp_path, 'msgid "Copy `it` &#169; %s | 5"\nmsgstr "Copiez *cela `` © | 6"\n')
    path.write_text(path.read_text(encoding="utf-8").replace("Language:", "X-Octavo-Text: plain\\nLanguage:"))
    assert codes(tmp_path) == []
    path.write_text(path.read_text(encoding="utf-8").replace("| 6", "| 60").replace("| 5", "| 50"), encoding="utf-8")
    assert codes(tmp_path) == ["values-number"]


ROOT = Path(__file__).parents[3]


def test_octavo_s_own_catalogs_can_be_checked_and_have_no_findings(monkeypatch, capsys):
    """They are not the publication's; the command checks them as it checks those of any other program."""
    monkeypatch.chdir(ROOT)
    assert main(["check", "--fail-on", "note", "octavo/ui/locales"]) == 0
    assert "no findings" in capsys.readouterr().out
    assert main(["check", "--fail-on", "note", "octavo/ui/locales/fr/octavo.po"]) == 0


def test_a_fault_in_a_catalog_beside_the_project_is_found(monkeypatch, project, capsys):
    (project.root / "pyproject.toml").write_text(
        '[tool.octavo]\nmaster = "en"\nlanguages = ["en", "fr"]\nbase-url = "https://octavo.example"\n'
        'books = [{ slug = "set", root = "index", set = true }]\nmetadata = { title = "Guidance" }\n'
    )
    (project.root / "conf.py").write_text('extensions = ["octavo.sphinxext"]\nlanguage = "en"\nroot_doc = "index"\n')
    put(project.root, SLIP, "program/locale/fr/LC_MESSAGES/program.po")
    monkeypatch.chdir(project.root)
    assert main(["check", "program"]) == 1
    assert "program.po" in capsys.readouterr().out
