"""Say a finding in the language of the interface."""

from __future__ import annotations

from octavo.compiler.checks.registry import Rule
from octavo.compiler.checks.subject import Problem
from octavo.project import Language
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
