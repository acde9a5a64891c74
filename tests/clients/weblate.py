"""Drive a real Weblate: import the components, change a translation through its API, take it back by git, publish it.

``python -m tests.clients.weblate PYTHON`` needs the Python of an environment with ``weblate[postgres]``, and Debian's
postgresql and redis-server. Run it as root, because PostgreSQL runs as its own user.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from tests.clients.steps import git, new_project, octavo, said

TEXT = "Bienvenue à tous."
SETTINGS = """
from weblate.settings_example import *

DATABASES["default"].update(HOST={folder!r}, NAME="postgres", USER="postgres", PORT="{port}")
DATA_DIR = CACHE_DIR = {data!r}
SECRET_KEY = {secret!r}
SITE_DOMAIN = "127.0.0.1:{web}"
CELERY_TASK_ALWAYS_EAGER = True
CELERY_BROKER_URL = "memory://"
CELERY_TASK_EAGER_PROPAGATES = True
CACHES = {{"default": {{"BACKEND": "django_redis.cache.RedisCache", "LOCATION": "redis://127.0.0.1:{redis}/1",
    "OPTIONS": {{"CLIENT_CLASS": "django_redis.client.DefaultClient", "PARSER_CLASS": None}}}},
    "avatar": {{"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}}}
del CACHES["default"]["OPTIONS"]["PARSER_CLASS"]
VCS_ALLOW_SCHEMES = {{"https", "ssh", "file"}}
VCS_FILE_PROTOCOL = True
COMPRESS_ENABLED = False
OTP_WEBAUTHN_RP_ID = "localhost"
OTP_WEBAUTHN_ALLOWED_ORIGINS = ["https://localhost"]
DEBUG = False
DEFAULT_COMMITER_EMAIL = "weblate@example.org"
"""


def free_port() -> int:
    """Return a free port of this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(stack: ExitStack, *command: object, **options: Any) -> None:
    """Start a server that ends with *stack*."""
    process = subprocess.Popen(
        [str(word) for word in command], stdout=subprocess.DEVNULL, **{"stderr": subprocess.DEVNULL, **options}
    )
    stack.callback(process.wait)
    stack.callback(process.terminate)


def start_postgres(stack: ExitStack, folder: Path, port: int) -> None:
    """Start a PostgreSQL of its own in *folder*, which it gives to its user."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]
    shutil.chown(folder, "postgres")
    own = {"user": "postgres", "cwd": folder}
    subprocess.run(
        [programs / "initdb", "-A", "trust", "-D", folder / "db"], check=True, stdout=subprocess.DEVNULL, **own
    )
    start(stack, programs / "postgres", "-D", folder / "db", "-k", folder, "-p", port, "-h", "", **own)
    wait_for(
        lambda: (
            subprocess.run([programs / "pg_isready", "-q", "-h", folder, "-p", str(port)], check=False).returncode == 0
        )
    )


def wait_for(is_ready: Any, seconds: float = 120) -> None:
    """Wait until *is_ready*; fail after *seconds*."""
    end = time.monotonic() + seconds
    while not is_ready():
        assert time.monotonic() < end, "the server did not start"
        time.sleep(0.3)


def answers(address: str) -> bool:
    """Return whether a server answers at *address*."""
    try:
        with urllib.request.urlopen(address):  # noqa: S310
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def run(python: Path, folder: Path) -> None:
    """Run the whole round in *folder* with the Weblate of *python*."""
    project = new_project(folder / "project")
    remote = folder / "remote.git"
    git(folder, "clone", "--bare", "-q", str(project), str(remote))
    git(project, "remote", "add", "origin", str(remote))
    components = json.loads(octavo(project, "weblate", f"file://{remote}"))
    (folder / "components.json").write_text(json.dumps(components), encoding="utf-8")
    port, web, redis = free_port(), free_port(), free_port()
    with ExitStack() as stack:
        database = folder / "postgres"
        database.mkdir()
        start_postgres(stack, database, port)
        start(stack, "redis-server", "--port", redis, "--save", "", "--dir", folder)
        data = folder / "data"
        data.mkdir()
        (folder / "octavo_settings.py").write_text(
            SETTINGS.format(
                folder=str(database), port=port, data=str(data), secret=secrets.token_hex(32), web=web, redis=redis
            ),
            encoding="utf-8",
        )
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "octavo_settings", "PYTHONPATH": str(folder)}
        program = python.with_name("weblate")

        def weblate(*arguments: str) -> str:
            return said([program, *arguments], cwd=folder, env=environment)

        weblate("migrate", "--verbosity", "0")
        weblate("createadmin", "--password", "octavo")
        make = (
            "from weblate.trans.models import Project; Project.objects.create(name='Octavo', slug='octavo', "
            "web='https://octavo.example.org/'); "
            "from weblate.auth.models import User; print('token:', User.objects.get(username='admin').auth_token.key)"
        )
        token = weblate("shell", "-c", make).rpartition("token: ")[2].strip()
        weblate("import_json", "--project", "octavo", str(folder / "components.json"))
        start(
            stack, program, "runserver", f"127.0.0.1:{web}", "--noreload", "--insecure",
            cwd=folder, env=environment, stderr=(folder / "weblate.log").open("w"),
        )  # fmt: skip
        base = f"http://127.0.0.1:{web}/api"
        wait_for(lambda: answers(f"{base}/"))

        def api(path: str, body: object = None, method: str = "") -> Any:
            request = urllib.request.Request(  # noqa: S310
                path if path.startswith("http") else f"{base}/{path}",
                json.dumps(body).encode() if body is not None else None,
                {"Authorization": f"Token {token}", "Content-Type": "application/json"},
                method=method or ("POST" if body is not None else "GET"),
            )
            with urllib.request.urlopen(request, timeout=120) as answer:  # noqa: S310
                return json.load(answer)

        names = [item["slug"] for item in api("projects/octavo/components/")["results"]]
        print("components:", ", ".join(names))
        assert {item["slug"] for item in components} <= set(names)
        units = api("translations/octavo/index/fr/units/")["results"]
        unit = next(item for item in units if item["source"] == ["Welcome."])
        api(f"units/{unit['id']}/", {"state": 20, "target": [TEXT]}, "PATCH")
        for operation in ("commit", "push"):
            assert api("projects/octavo/repository/", {"operation": operation})["result"]
    git(project, "pull", "-q", "origin", git(project, "branch", "--show-current").strip())
    print(git(project, "log", "-p", "-1", "--format=%an: %s"))
    assert TEXT in (project / "locales/fr/LC_MESSAGES/index.po").read_text(encoding="utf-8")
    print(octavo(project, "check", "fr"))
    octavo(project, "publish", "-f", "html")
    page = (project / "build/site/fr/index.html").read_text(encoding="utf-8")
    assert TEXT in page
    print("published:", TEXT)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        # PostgreSQL's own user must reach its folder.
        Path(name).chmod(0o755)
        try:
            run(Path(sys.argv[1]), Path(name))
        except Exception:
            print((Path(name) / "weblate.log").read_text()[-6000:])
            raise
