"""Read the JSON requests of the editor, call the service of the language, and return JSON.

Every request is a POST with the token of this start, so no other site and no other user of the machine can read or
write a catalog. Values of unexpected types are refused before anything is done.
"""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from octavo.catalogs.edit import Content
from octavo.errors import OctavoError
from octavo.preview.editor.service import EditorService, UnknownMessageError
from octavo.preview.editor.since import UnknownPointError
from octavo.preview.editor.work import Query

#: A JSON object.
Row = dict[str, object]
#: Characters of a request; a message has at most a million, and a catalog 16 million bytes.
LARGEST = 40_000_000
#: Plural forms and comment lines of an edit.
_MOST = 1000


class BadRequestError(Exception):
    """A value is missing or has the wrong type."""


class Request:
    """Give access to the values of a JSON object, with their types checked."""

    def __init__(self, values: object) -> None:
        if not isinstance(values, dict):
            raise BadRequestError
        self._values = values

    def text(self, name: str, default: str | None = None) -> str:
        """Return the text *name*."""
        value = self._values.get(name, default)
        if not isinstance(value, str):
            raise BadRequestError
        return value

    def number(self, name: str) -> int:
        """Return the whole number *name*, by default 0."""
        value = self._values.get(name, 0)
        if not isinstance(value, int) or isinstance(value, bool):
            raise BadRequestError
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """Return the list of texts *name*."""
        value = self._values.get(name, [])
        if not isinstance(value, list) or len(value) > _MOST or not all(isinstance(item, str) for item in value):
            raise BadRequestError
        return tuple(value)

    def content(self, name: str) -> Content:
        """Return the content *name* of a message. A comment is one line."""
        value = Request(self._values.get(name))
        lines = tuple(line for text in value.texts("comments") for line in text.split("\n"))
        if not value.texts("msgstrs"):
            raise BadRequestError
        return Content(value.texts("msgstrs"), value._values.get("isFuzzy") is True, lines)


Action = Callable[[EditorService, Request], object]


def _query(request: Request) -> Query:
    values = (request.text(name, "") for name in ("book", "text", "since"))
    return Query(request.text("kind", "open"), *values)


def _next(service: EditorService, request: Request) -> object:
    step = -1 if request.number("step") < 0 else 1
    service.index.refresh()
    found = service.work.neighbour(_query(request), request.text("domain", ""), request.text("id", ""), step)
    return {"next": service.item(found)}


def _work(service: EditorService, request: Request) -> object:
    service.index.refresh()
    return {**service.work.rows(_query(request), max(0, request.number("start"))), "today": service.journal.today()}


READS: dict[str, Action] = {
    "message": lambda service, request: service.message(request.text("domain"), request.text("id")),
    "suggest": lambda service, request: {"suggestions": service.suggest(request.text("domain"), request.text("id"))},
    "check": lambda service, request: service.check(
        request.text("domain"), request.text("id"), request.texts("msgstrs"), request.texts("comments")
    ),
    "spell": lambda service, request: {
        "spelling": service.spell(request.text("domain"), request.text("id"), request.texts("msgstrs"))
    },
    "work": _work,
    "next": _next,
    "catalog": lambda service, request: service.catalog(request.text("domain")),
}
WRITES: dict[str, Action] = {
    "save": lambda service, request: service.save(
        request.text("domain"), request.text("id"), request.content("base"), request.content("mine")
    ),
    "review": lambda service, request: service.review(
        request.text("domain"), request.text("id"), request.text("code"), request.text("name")
    ),
    "undo": lambda service, _: service.undo(),
    "repair": lambda service, request: service.repair(
        request.text("domain"), request.text("version"), request.text("text")
    ),
}  # fmt: skip


def respond(  # noqa: PLR0911  # one status for each kind of failure
    service: EditorService, action: str, values: object, *, is_read_only: bool
) -> tuple[HTTPStatus, object]:
    """Run *action* with *values* on *service*, and return the status and the JSON value of the response."""
    run = READS.get(action) or WRITES.get(action)
    if run is None:
        return HTTPStatus.NOT_FOUND, {"error": "unknown action"}
    if is_read_only and action in WRITES:
        return HTTPStatus.FORBIDDEN, {"error": "read-only"}
    try:
        return HTTPStatus.OK, run(service, Request(values))
    except (BadRequestError, UnicodeEncodeError):
        return HTTPStatus.BAD_REQUEST, {"error": "bad request"}
    except UnknownPointError:
        return HTTPStatus.NOT_FOUND, {"error": "since"}
    except UnknownMessageError:
        return HTTPStatus.NOT_FOUND, {"error": "gone"}
    except OctavoError as error:
        return HTTPStatus.CONFLICT, {"error": error.sentence}
    except OSError as error:
        return HTTPStatus.INSUFFICIENT_STORAGE, {"error": str(error.strerror or error)}
