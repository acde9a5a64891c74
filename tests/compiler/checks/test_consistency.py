"""What only a whole language shows: forms of address, labels, persons, and notes of the term base."""

import pytest

from octavo.compiler.checks import check


def message(number, master, text):
    return f'msgid "{master} {number}."\nmsgstr "{text}"\n\n'


def found(project):
    return [(finding.code, finding.location.path.stem) for finding in check(project)]


def put_guide(project, put, name, *texts):
    """Put a page of vouvoiement into the guide “students”, and a page *name* with *texts*."""
    put(project, "".join(message(n, "Number", f"Notez votre plan {n}.") for n in range(12)), name="students/first")
    put(project, "".join(message(n, name, text) for n, text in enumerate(texts, 20)), name=f"students/{name}")


@pytest.mark.parametrize(
    ("texts", "codes"),
    [
        (("Note ton plan 20, tu verras.",), [("wording-address", "other")]),
        (("Dites : « Tu as fini 20. »",), []),
        (("Dites : tu as fini 20.",), []),
        (("Je te le promets 20.",), []),
        (tuple(f"Tu écris {n}." for n in (20, 21, 22)), []),
        (("Personne ne s’est tu 20.",), []),
    ],
)
def test_a_slip_in_the_form_of_address_is_found_and_speech_is_free(project, put, texts, codes):
    put_guide(project, put, "other", *texts)
    assert found(project) == codes


def test_a_short_guide_has_the_form_that_the_list_gives_it(project, put):
    put(project, message(1, "Number", "Tu notes 1."), name="students/only")
    assert found(project) == []
    put(project, "", name="index").parents[1].joinpath("phrases.toml").write_text('[address]\nstudents = "vous"\n')
    assert found(project) == [("wording-address", "only")]


def test_chinese_has_two_forms_and_one_plural(project, put):
    texts = "".join(message(n, "Number", f"请您写下第{n}条。") for n in range(12))
    put(project, texts + message(30, "Number", "你们写下第30条。"), "zh_CN", "teachers/first")
    assert found(project) == []
    put(project, texts + message(30, "Number", "你写下第30条。"), "zh_CN", "teachers/first")
    assert found(project) == [("wording-address", "first")]


@pytest.mark.parametrize(
    ("master", "text", "is_found"),
    [
        ("Her mother and father listen.", "Son père et sa mère écoutent.", False),
        ("Her mother listens.", "Son père écoute.", True),
        ("Her parents, above all her mother, listen.", "Son père et sa mère écoutent.", False),
        ("His sister reads.", "Son frère lit.", True),
        ("A mother tongue.", "La langue de leur mère et de leur père.", False),
    ],
)
def test_a_person_stays_who_it_is(project, put, master, text, is_found):
    put(project, f'msgid "{master}"\nmsgstr "{text}"\n')
    assert [code for code, _ in found(project)] == ["values-person"] * is_found


def test_a_form_that_another_term_accepts_is_not_avoided(project, put):
    project.term_base.parent.mkdir(parents=True, exist_ok=True)
    project.term_base.write_text(
        '[[term]]\nen = "message"\navoid = { zh_CN = ["信息"] }\nnote = "Say 消息."\n'
        '[[term]]\nen = "personal data"\nzh_CN = ["个人信息"]\n',
        encoding="utf-8",
    )
    put(project, 'msgid "No message holds personal data."\nmsgstr "消息里没有个人信息。"\n', "zh_CN")
    assert found(project) == []
    put(project, 'msgid "No message holds personal data."\nmsgstr "信息里没有个人信息。"\n', "zh_CN")
    (finding,) = check(project)
    assert (finding.code, finding.remedy) == ("terms-avoided", "Say 消息.")


@pytest.mark.parametrize(
    ("text", "fixed"),
    [("见图(3)。", "见图（3）。"), ("(2020)年的数字。", "（2020）年的数字。"), ("函数f(3)返回。", "")],
)
def test_half_width_brackets_with_figures_belong_to_the_chinese_beside_them(project, put, text, fixed):
    put(project, f'msgid "Word 3 2020."\nmsgstr "{text}"\n', "zh_CN")
    fixes = [finding.fixed for finding in check(project) if finding.code == "chinese-half-width"]
    assert fixes == [fixed] * bool(fixed)


def test_a_title_with_signs_or_alone_is_right(project, put):
    put(project, 'msgid "Read :doc:`index` now."\nmsgstr "请读《:doc:`index`》。"\n', "zh_CN")
    put(project, 'msgid ":doc:`index`"\nmsgstr ":doc:`index`"\n', "zh_CN", "other")
    assert found(project) == []
