"""Choose the messages, ask the engine, judge its answers, and store them as fuzzy messages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from octavo.catalogs import po
from octavo.catalogs.memory import comments
from octavo.catalogs.po import FUZZY, Message, State
from octavo.compiler.guard import Context, context_for, is_verbatim, prepared, refusals
from octavo.files import name_below
from octavo.project import Language, Project
from octavo.text.markup import Token, myst, tokens
from octavo.workflow import coverage
from octavo.workflow.suggestions.engines import BATCH, Engine
from octavo.workflow.suggestions.protect import protect, restore


@dataclass(slots=True)
class SuggestResult:
    """Store the result of a request for suggestions, in messages.

    :ivar filled: messages that have a suggestion now
    :ivar lost: answers that lost markup of their message
    :ivar refused: suggestions that the guard refuses, by its code
    :ivar skipped: formulas and code, which no engine is asked for
    :ivar written: the catalogs that changed
    """

    filled: int = 0
    lost: int = 0
    refused: dict[str, int] = field(default_factory=dict)
    skipped: int = 0
    written: list[Path] = field(default_factory=list)


def suggest(
    project: Project,
    language: Language,
    engine: Engine,
    names: Sequence[str] = (),
    *,
    most: int | None = None,
    report: Callable[[int, int], None] = lambda done, total: None,
) -> SuggestResult:
    """Fill untranslated messages of *language* with fuzzy suggestions of *engine*, in reading order.

    A batch is stored as soon as it is answered, so nothing is lost if a later one fails.

    :param names: books, pages or folders; none means all
    :param most: the number of messages to ask for
    :param report: called with the messages that are done and all of them
    """
    result = SuggestResult()
    items = [item for item in coverage.todo(project, language, names) if item.message.state is State.UNTRANSLATED]
    folder = project.catalogs(language)
    contexts: dict[Path, Context] = {}
    wanted: list[tuple[Path, Message]] = []
    for item in items:
        if item.path not in contexts:
            domain = name_below(folder, item.path)
            contexts[item.path] = context_for(project, language.locale, domain)
        if is_verbatim(item.message, contexts[item.path]):
            result.skipped += 1
        else:
            wanted.append((item.path, item.message))
    wanted = wanted[:most]
    for start in range(0, len(wanted), BATCH):
        batch = wanted[start : start + BATCH]
        texts = engine.translate(
            [protect(_tokens(text, contexts[path])) for path, message in batch for text in _forms(message)],
            project.master.tag, language.tag,
        )  # fmt: skip
        answers = iter(texts)
        made: dict[Path, dict[tuple[str | None, str], Message]] = defaultdict(dict)
        for path, message in batch:
            edited = _suggested(message, [next(answers) for _ in _forms(message)], contexts[path], result)
            if edited:
                made[path][message.key] = edited
        for path, edits in made.items():
            _store(path, edits, result)
        report(start + len(batch), len(wanted))
    return result


def _tokens(text: str, context: Context) -> list[Token]:
    return myst.tokens(text) if context.is_markdown and not context.is_rest else tokens(text)


def _forms(message: Message) -> list[str]:
    """Return the texts to ask for: the master's, and its plural."""
    return [message.msgid] if message.msgid_plural is None else [message.msgid, message.msgid_plural]


def _suggested(message: Message, answers: list[str], context: Context, result: SuggestResult) -> Message | None:
    """Return *message* with *answers* as its fuzzy translation, if they keep its markup and the guard accepts them."""
    restored = [restore(answer, _tokens(text, context)) for answer, text in zip(answers, _forms(message), strict=True)]
    if not all(restored):
        result.lost += 1
        return None
    texts = tuple((restored[min(form, len(restored) - 1)] or "").strip() for form in range(len(message.msgstrs)))
    edited = message.edited(msgstrs=texts, comments=(*message.comments, comments.SUGGESTED)).with_flag(FUZZY, True)
    reasons = refusals(prepared(edited, context), context)
    if reasons:
        code = reasons[0].code
        result.refused[code] = result.refused.get(code, 0) + 1
        return None
    return edited


def _store(path: Path, edits: dict[tuple[str | None, str], Message], result: SuggestResult) -> None:
    """Put *edits* into the catalog at *path*, unless somebody translated the message meanwhile."""

    def merge() -> int:
        read = po.read(path)
        messages = tuple(
            edits[message.key]
            if message.key in edits and not message.obsolete and message.state is State.UNTRANSLATED
            else message
            for message in read.messages
        )
        changed = sum(old is not new for old, new in zip(read.messages, messages, strict=True))
        if changed:
            po.replace_read(replace(read, messages=messages), read)
        return changed

    filled = po.until_unchanged(merge)
    result.filled += filled
    if filled and path not in result.written:
        result.written.append(path)
