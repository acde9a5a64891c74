"""Serve pages, their sidebar data and events to a browser on this machine.

The server listens on the loopback address only. It refuses requests for other host names (DNS rebinding) and without
the key (:mod:`octavo.preview.access`).
"""

from __future__ import annotations

import hashlib
import json
import mimetypes
import sys
import threading
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote, urlsplit

from octavo.errors import OctavoError, one_line
from octavo.preview import access
from octavo.preview.editor import api
from octavo.preview.origin import is_here, may_edit
from octavo.preview.ui_strings import ui_strings
from octavo.project import Language
from octavo.ui import jinja
from octavo.ui.translations import translator, ui_language

if TYPE_CHECKING:
    from octavo.preview.supervisor import Preview

ADDRESS = "127.0.0.1"
_BROWSER = Path(__file__).parent / "browser"
#: The number of connections at a time. Each has a thread, also one that asks nothing.
_MOST_CONNECTIONS = 200
_HTML = "text/html; charset=utf-8"


class Server(ThreadingHTTPServer):
    """Serve the preview on the loopback address, with one thread for each request."""

    daemon_threads = True
    # A new preview may use the port of one that ended a moment ago.
    allow_reuse_address = True

    def __init__(self, port: int, preview: Preview, key: str) -> None:
        """Listen on *port*, or on any free port if it is 0.

        :param key: the key without which nothing is shown
        :raises OctavoError: the port is in use or not allowed
        """
        self.key = key
        self._connections = threading.BoundedSemaphore(_MOST_CONNECTIONS)
        try:
            super().__init__((ADDRESS, port), partial(Handler, preview))
        except (OSError, OverflowError) as error:
            raise OctavoError(
                "preview-port", f"port {port} cannot be used: {getattr(error, 'strerror', None) or error}",
                remedy="Choose another port with --port, or end the preview that uses it",
            ) from error  # fmt: skip

    @property
    def port(self) -> int:
        """Return the port."""
        return int(self.server_address[1])

    def link(self, path: str = "") -> str:
        """Return the URL that shows the page *path*, with the key."""
        return f"http://{ADDRESS}:{self.port}/{path}?{access.PARAMETER}={self.key}"

    def process_request(self, request: Any, client_address: Any) -> None:
        """Start the thread of a connection, or close it if there are too many."""
        if self._connections.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Handle the connection."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._connections.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say what went wrong, except that a browser closed its connection, which it may do at any time."""
        error = sys.exception()
        if not isinstance(error, ConnectionError | TimeoutError):
            print(one_line(f"a request could not be answered: {type(error).__name__}: {error}"), file=sys.stderr)


class Handler(BaseHTTPRequestHandler):
    """Handle the requests of one connection."""

    protocol_version = "HTTP/1.1"
    server_version = "octavo"
    sys_version = ""
    # Send header and page at once, without waiting for an acknowledgement in between.
    disable_nagle_algorithm = True
    timeout = 60

    def __init__(self, preview: Preview, request: Any, client_address: Any, server: Server) -> None:
        self.preview, self.port, self.key = preview, server.port, server.key
        super().__init__(request, client_address, server)

    def log_message(self, format: str, *args: Any) -> None:  # the name is http.server's
        """Log nothing, because the terminal shows the saved files."""

    def do_HEAD(self) -> None:  # the name is http.server's
        """Handle HEAD like GET, without a body."""
        self.do_GET()

    def do_GET(self) -> None:  # the name is http.server's
        """Handle a GET request."""
        if not is_here(self.headers.get("Host", "")):
            self._send(HTTPStatus.FORBIDDEN, b"This preview answers only to 127.0.0.1 and localhost.", "text/plain")
            return
        address = urlsplit(self.path)
        path = unquote(address.path)
        query = {name: values[0] for name, values in parse_qs(address.query).items()}
        if access.is_key(query.get(access.PARAMETER, ""), self.key):
            self._enter(address.path)
        elif not access.is_allowed(self.headers.get("Cookie", ""), self.port, self.key):
            text = b'Open the address that "octavo preview" printed. It contains the key of this preview.'
            self._send(HTTPStatus.FORBIDDEN, text, "text/plain")
        elif path == "/":
            self._start()
        elif path == "/_octavo/events":
            self._events(query.get("language", ""))
        elif path == "/_octavo/state":
            self._state(query.get("language", ""), query.get("page", ""))
        elif path.startswith("/_octavo/"):
            self._file(_BROWSER, path.removeprefix("/_octavo/"))
        else:
            self._edition(path)

    def do_POST(self) -> None:  # the name is http.server's
        """Handle a request of the editor."""
        size = self.headers.get("Content-Length", "")
        address = urlsplit(self.path)
        action = address.path.removeprefix("/_octavo/api/")
        language = self.preview.language(parse_qs(address.query).get("language", [""])[0])
        status: HTTPStatus = HTTPStatus.FORBIDDEN
        value: object = None
        is_ours = access.is_allowed(self.headers.get("Cookie", ""), self.port, self.key)
        is_ours = is_ours and may_edit(self.headers, self.preview.token)
        if not is_ours or not size.isdecimal() or int(size) > api.LARGEST:
            # The rest of the request is not read.
            self.close_connection = True
        elif language is None or action == address.path:
            self.rfile.read(int(size))
            status = HTTPStatus.NOT_FOUND
        else:
            status, value = self.preview.edit(language, action, self.rfile.read(int(size)))
        self._send(status, json.dumps(value, ensure_ascii=False).encode(), "application/json")

    # --- resources ----------------------------------------------------------------------------------

    def _enter(self, path: str) -> None:
        """Give the browser the cookie, and show the page without the key in its address."""
        cookie = f"{access.cookie_name(self.port)}={self.key}; Path=/; HttpOnly; SameSite=Lax"
        self._redirect(f"/{path.lstrip('/')}", ("Set-Cookie", cookie))

    def _redirect(self, address: str, *headers: tuple[str, str]) -> None:
        self.send_response(HTTPStatus.FOUND)
        for name, value in (("Location", address), ("Content-Length", "0"), ("Cache-Control", "no-store"), *headers):
            self.send_header(name, value)
        self.end_headers()

    def _start(self) -> None:
        served = list(self.preview.languages)
        if len(served) == 1:
            self._redirect(f"/{served[0].tag}/{self.preview.start}")
            return
        self._page(HTTPStatus.OK, jinja.render("preview/start.html", languages=served, start=self.preview.start))

    def _edition(self, path: str) -> None:
        tag, _, name = path.lstrip("/").partition("/")
        language = self.preview.language(tag)
        if language is None:
            self._missing(self.preview.languages[0], path)
        elif not name or name.endswith("/"):
            self._document(language, f"{name}{self.preview.start.removesuffix('.html')}")
        elif name.endswith(".html"):
            self._document(language, name.removesuffix(".html"))
        else:
            self._file(self.preview.output(language), name, language)

    def _document(self, language: Language, name: str) -> None:
        worker = self.preview.worker(language)
        page = self.preview.page(language, name) if worker.is_ready else None
        if page is None or page.html == "":
            message = worker.failure.sentence if worker.failure else self.preview.error(language, name)
            body = jinja.render(
                "preview/waiting.html", word=translator(language), spoken=ui_language(language),
                language=language, done=worker.done, failure=message,
            )  # fmt: skip
            self._page(HTTPStatus.OK, self._with_script(body, language, name))
        elif page.html is None:
            self._missing(language, f"/{language.tag}/{name}.html", name)
        else:
            self._page(HTTPStatus.OK, self._with_script(page.html, language, name))

    def _with_script(self, html: str, language: Language, name: str) -> str:
        version = hashlib.sha256(html.encode()).hexdigest()[:16]
        data = json.dumps(
            self.preview.script_data(language, name) | {"words": ui_strings(language)}, ensure_ascii=False
        )
        script = jinja.render("preview/script.html", data=data.replace("<", "\\u003c"))
        head, _, tail = html.rpartition("</body>")
        meta = f'<meta name="octavo-preview" content="{version}">'
        return f"{head.replace('</head>', f'{meta}</head>', 1)}{script}</body>{tail}"

    def _missing(self, language: Language, path: str, name: str = "") -> None:
        body = jinja.render(
            "preview/missing.html", word=translator(language), spoken=ui_language(language), path=path,
            start=f"/{language.tag}/{self.preview.start}",
        )  # fmt: skip
        # The page may be added later, so the script waits for it.
        self._page(HTTPStatus.NOT_FOUND, self._with_script(body, language, name) if name else body)

    def _state(self, locale: str, page: str) -> None:
        language = self.preview.language(locale)
        if language is None or ".." in page:
            self._send(HTTPStatus.NOT_FOUND, b"{}", "application/json")
        else:
            body = json.dumps(self.preview.state(language, page), ensure_ascii=False)
            self._send(HTTPStatus.OK, body.encode(), "application/json")

    def _events(self, locale: str) -> None:
        language = self.preview.language(locale)
        if language is None:
            self._send(HTTPStatus.NOT_FOUND, b"", "text/plain")
            return
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        try:
            for text in self.preview.events.listen(language.locale):
                self.wfile.write(text.encode())
        except OSError:
            return  # the browser closed the connection

    def _file(self, folder: Path, name: str, language: Language | None = None) -> None:
        path = inside(folder, name)
        if path is None:
            self._missing(language or self.preview.languages[0], self.path)
            return
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        if kind.startswith("text/") or kind.endswith(("javascript", "json")):
            kind += "; charset=utf-8"
        self._send(HTTPStatus.OK, path.read_bytes(), kind)

    # --- responses ----------------------------------------------------------------------------------

    def _page(self, status: HTTPStatus, html: str) -> None:
        self._send(status, html.encode(), _HTML)

    def _send(self, status: HTTPStatus, data: bytes, kind: str) -> None:
        etag = f'"{hashlib.sha256(data).hexdigest()[:16]}"'
        is_cached = status is HTTPStatus.OK and self.headers.get("If-None-Match") == etag
        self.send_response(HTTPStatus.NOT_MODIFIED if is_cached else status)
        self.send_header("ETag", etag)
        self.send_header("Cache-Control", "no-cache")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        if not is_cached:
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if not is_cached and self.command != "HEAD":
            self.wfile.write(data)


def inside(folder: Path, name: str) -> Path | None:
    """Return the file *name* in *folder*, or ``None`` if it is missing or outside the folder."""
    if "\0" in name or any(part.startswith(".") for part in name.split("/")):
        return None
    try:
        path = (folder / name.lstrip("/")).resolve()
    except OSError:
        return None
    return path if path.is_file() and path.is_relative_to(folder.resolve()) else None
