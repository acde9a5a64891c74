"""Make the message of the catalog from a message of the template and a translation found for it."""

from __future__ import annotations

from dataclasses import replace

from octavo.catalogs.memory import adapted, is_slight
from octavo.catalogs.memory import comments as notes
from octavo.catalogs.po import FUZZY, Message

_NOTHING = (None, None, None)


def empty(wanted: Message) -> Message:
    """Return *wanted* without a translation."""
    msgstrs = ("",) if wanted.msgid_plural is None else ("", "")
    return Message(
        wanted.msgid, msgstrs, wanted.msgctxt, wanted.msgid_plural,
        references=wanted.references, extracted=wanted.extracted,
    )  # fmt: skip


def refreshed(message: Message, wanted: Message) -> Message:
    """Return *message* with the references and the author's notes of *wanted*, all its other lines as they were."""
    message = _reviewed(message)
    if message.msgid_plural != wanted.msgid_plural:
        return message.edited(
            references=wanted.references, extracted=wanted.extracted, msgid_plural=wanted.msgid_plural
        )
    if (message.references, message.extracted) == (wanted.references, wanted.extracted):
        return message
    return replace(
        message, references=wanted.references, extracted=wanted.extracted, raw=_raw_with_notes(message.raw, wanted)
    )


def _reviewed(message: Message) -> Message:
    """Return *message* without our request for a review, if the review is done."""
    if message.is_fuzzy or not any(map(notes.asks_for_review, message.comments)):
        return message
    comments = tuple(comment for comment in message.comments if not notes.asks_for_review(comment))
    return message.edited(comments=comments, previous=_NOTHING)


def _raw_with_notes(raw: tuple[str, ...], wanted: Message) -> tuple[str, ...]:
    """Return the lines of a message with other references and notes; how the texts are wrapped stays."""
    if not raw:
        return ()
    kept = [line for line in raw if not line.strip().startswith(("#.", "#:"))]
    head = next(i for i, line in enumerate(kept) if not line.startswith("#") or line[1:2] in (",", "|", "~"))
    made = Message("", references=wanted.references, extracted=wanted.extracted).lines()
    return (*kept[:head], *(line for line in made if line.startswith("#")), *kept[head:])


def moved(wanted: Message, found: Message) -> Message:
    """Return *found*, the same text from another place, with everything that translators put to it."""
    return _reviewed(found).edited(
        msgctxt=wanted.msgctxt, obsolete=False, references=wanted.references, extracted=wanted.extracted
    )


def repeated(wanted: Message, found: Message, origin: str, comments: tuple[str, ...]) -> Message:
    """Return *wanted* translated as the same text in *origin*, which stays there.

    The same English twice is not always the same text: the note says where this comes from.
    """
    return empty(wanted).edited(
        msgstrs=found.msgstrs,
        flags=(FUZZY,) if found.is_fuzzy else (),
        previous=found.previous if found.is_fuzzy else _NOTHING,
        comments=(*comments, notes.same_text(origin)),
    )


def suggested(wanted: Message, found: Message, score: float, origin: str, comments: tuple[str, ...]) -> Message:
    """Return *wanted* with the translation of a text that is like it, to be reviewed."""
    return empty(wanted).edited(
        msgstrs=found.msgstrs,
        flags=(FUZZY,),
        previous=(found.msgctxt, found.msgid, None),
        comments=(*comments, notes.like(score, origin)),
    )


def edited(wanted: Message, before: Message, comments: tuple[str, ...]) -> Message:
    """Return *wanted* with the translation of its earlier version *before*, to be reviewed.

    A text that was edited twice before anyone looked keeps the original that its translation was made for.
    """
    kept = [*notes.without_notes(before), *(comment for comment in comments if comment not in before.comments)]
    previous: tuple[str | None, str | None, str | None] = (before.msgctxt, before.msgid, None)
    if before.is_fuzzy and before.previous_msgid:
        previous = before.previous
    if before.is_fuzzy and (not before.previous_msgid or notes.UNREVIEWED in before.comments):
        kept.append(notes.UNREVIEWED)
    msgstrs = before.msgstrs
    if is_slight(before.msgid, wanted.msgid):
        msgstrs = tuple(adapted(text, before.msgid, wanted.msgid) for text in msgstrs)
    if is_slight(previous[1] or "", wanted.msgid):
        kept.append(notes.SLIGHT)
    return empty(wanted).edited(
        msgstrs=msgstrs,
        flags=tuple(dict.fromkeys((FUZZY, *before.flags))),
        previous=previous,
        comments=tuple(kept),
    )
