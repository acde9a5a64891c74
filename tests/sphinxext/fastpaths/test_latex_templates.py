"""The templates of LaTeX files are compiled once a build."""

from __future__ import annotations

from typing import Any, cast

from jinja2.sandbox import SandboxedEnvironment

from octavo.sphinxext.fastpaths import latex_templates


def test_the_template_of_tables_is_compiled_once_a_build(monkeypatch: Any) -> None:
    compiled: list[str] = []
    compile_template = SandboxedEnvironment.compile

    def counted(self: Any, source: Any, name: Any = None, *rest: Any, **options: Any) -> Any:
        compiled.append(name)
        return compile_template(self, source, name, *rest, **options)

    monkeypatch.setattr(SandboxedEnvironment, "compile", counted)
    app: Any = cast("Any", None)
    for _ in range(2):
        latex_templates.connect(app)
        for _ in range(3):
            latex_templates.renderer(latex_engine="xelatex").env.get_template("tabular.tex.jinja")
    assert compiled == ["tabular.tex.jinja"] * 2
