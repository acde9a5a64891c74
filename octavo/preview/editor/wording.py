"""Say findings and errors of catalogs in the language of the interface."""

from __future__ import annotations

from octavo.compiler.checks.registry import Rule
from octavo.compiler.checks.subject import Problem
from octavo.errors import OctavoError, one_line
from octavo.project import Language, Project
from octavo.ui.translations import sentence_translator


def finding_row(language: Language, rule: Rule, problem: Problem) -> dict[str, object]:
    """Return *problem* as a JSON object. A sentence without a translation is English, and says so."""
    translate = sentence_translator(language)
    message, is_translated = translate(problem.message)
    remedy, is_remedy_translated = translate(problem.remedy)
    return {
        "code": rule.code,
        "severity": rule.severity.label,
        "message": message,
        "remedy": remedy,
        "isEnglish": not is_translated,
        "isRemedyEnglish": not is_remedy_translated,
        "fixed": problem.fixed,
    }


def error_row(language: Language, error: OctavoError) -> dict[str, object]:
    """Return what is wrong and what to do as a JSON object, in the language of the interface or in English."""
    translate = sentence_translator(language)
    (what, is_translated), (remedy, is_remedy_translated) = translate(error.what), translate(error.remedy)
    if is_translated and is_remedy_translated:
        return {"error": what, "remedy": remedy, "lang": language.tag}
    return {"error": error.what, "remedy": error.remedy, "lang": "en"}


def error_sentence(project: Project, language: Language, error: OctavoError) -> dict[str, str]:
    """Return the sentence of *error* with its file relative to the project, and the language of the sentence."""
    row = error_row(language, error)
    stop = "。" if str(row["lang"]).startswith("zh") else ". "
    where = f"{error.where}: ".replace(f"{project.root}/", "") if error.path else ""
    text = one_line(f"{where}{row['error']}{stop}{row['remedy']}{stop.rstrip()} [{error.code}]")
    return {"text": text, "lang": str(row["lang"])}
