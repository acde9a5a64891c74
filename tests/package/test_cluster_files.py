"""The compose file and the Kubernetes manifest: valid, of one image, with commands that there are."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

import pytest
from click.testing import CliRunner
from packaging.requirements import Requirement

from octavo.cli.commands import octavo
from tests.conftest import ROOT

yaml = pytest.importorskip("yaml", reason="the extra “cluster” is not installed")
if not find_spec("distributed"):  # importing it takes longer than the quick tests here
    pytest.skip("the extra “cluster” is not installed", allow_module_level=True)
FOLDER = ROOT / "docs/cluster"
#: Command of each part, its program first.
Commands = dict[str, list[str]]


def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((FOLDER / "compose.yaml").read_text(encoding="utf-8"))
    return found


def manifest() -> list[dict[str, Any]]:
    return list(yaml.safe_load_all((FOLDER / "kubernetes.yaml").read_text(encoding="utf-8")))


def pods() -> Iterator[tuple[str, dict[str, Any]]]:
    for item in manifest():
        if "template" in item["spec"]:
            yield item["metadata"]["name"], item["spec"]["template"]


def commands_of_compose() -> Commands:
    """Of a service without an entry point, the image's is the command's beginning."""
    return {name: service.get("entrypoint", ["octavo"]) + service["command"]
            for name, service in compose()["services"].items()}  # fmt: skip


def commands_of_kubernetes() -> Commands:
    containers = ((name, pod["spec"]["containers"][0]) for name, pod in pods())
    return {name: container.get("command", ["octavo"]) + container["args"] for name, container in containers}


def options(verb: str) -> str:
    """Return what *verb* says of its options."""
    from distributed.cli import dask_scheduler, dask_worker

    done = {
        "dask scheduler": lambda: CliRunner().invoke(dask_scheduler.main, ["--help"]),
        "dask worker": lambda: CliRunner().invoke(dask_worker.main, ["--help"]),
        "octavo publish": lambda: CliRunner().invoke(octavo, ["publish", "--help"]),
    }[verb]()
    return done.output


@pytest.mark.parametrize("commands", [commands_of_compose(), commands_of_kubernetes()], ids=["compose", "kubernetes"])
def test_the_commands_are_ones_that_there_are(commands: Commands) -> None:
    assert commands.keys() == {"scheduler", "worker", "publish"}
    for command in commands.values():
        said = options(" ".join(command[:2]))
        for option in (word for word in command[2:] if word.startswith("--")):
            assert re.search(rf"(?<![\w-]){option}(?![\w-])", said), (command, option)
    port = commands["scheduler"][commands["scheduler"].index("--port") + 1]
    address = f"tcp://scheduler:{port}"
    assert address in commands["worker"]
    assert commands["publish"][-2:] == ["--scheduler", address]


def test_both_start_the_same_workers() -> None:
    """They differ only in where a worker has its files."""
    here, there = commands_of_compose(), commands_of_kubernetes()
    assert [word for word in here["worker"] if word != "/tmp"] == [w for w in there["worker"] if w != "/scratch"]  # noqa: S108
    assert (here["scheduler"], here["publish"]) == (there["scheduler"], there["publish"])


def test_all_parts_are_of_the_one_image() -> None:
    """It is Octavo's own with Dask, and the publication is where that image looks for it."""
    images = {service["image"] for service in compose()["services"].values()}
    images |= {pod["spec"]["containers"][0]["image"] for _, pod in pods()}
    assert images == {"octavo-cluster"}
    lines = (FOLDER / "Dockerfile").read_text(encoding="utf-8").splitlines()
    base = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    assert "FROM octavo" in lines
    assert 'ENTRYPOINT ["octavo"]' in base
    folder = next(line.removeprefix("WORKDIR ") for line in reversed(base) if line.startswith("WORKDIR "))
    assert compose()["services"]["publish"]["volumes"][0].endswith(f":{folder}")
    (job,) = (pod for name, pod in pods() if name == "publish")
    assert job["spec"]["containers"][0]["volumeMounts"][0]["mountPath"] == folder


def test_nothing_of_a_cluster_is_reached_from_outside() -> None:
    """Whoever reaches a scheduler runs programs on its workers."""
    assert not [name for name, service in compose()["services"].items() if "ports" in service]
    assert compose()["networks"]["cluster"] == {"internal": True}
    kinds = {item["kind"]: item for item in manifest()}
    assert "type" not in kinds["Service"]["spec"]
    (rule,) = kinds["NetworkPolicy"]["spec"]["ingress"]
    assert kinds["NetworkPolicy"]["spec"]["podSelector"] == rule["from"][0]["podSelector"]
    for _, pod in pods():
        assert pod["metadata"]["labels"].items() >= rule["from"][0]["podSelector"]["matchLabels"].items()
        assert pod["spec"]["securityContext"]["runAsNonRoot"] is True


def test_the_service_leads_to_the_scheduler() -> None:
    (service,) = (item for item in manifest() if item["kind"] == "Service")
    (pod,) = (pod for name, pod in pods() if name == "scheduler")
    assert service["metadata"]["name"] == "scheduler"
    assert service["spec"]["selector"] == pod["metadata"]["labels"]
    assert service["spec"]["ports"][0]["port"] == pod["spec"]["containers"][0]["ports"][0]["containerPort"]


def test_the_pins_are_those_of_the_extra() -> None:
    """What the image installs is in the range that pyproject.toml gives."""
    table = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    text = (ROOT / "requirements-cluster.txt").read_text(encoding="utf-8")
    pins = dict(line.split("==") for line in text.splitlines() if "==" in line)
    for wanted in map(Requirement, table["project"]["optional-dependencies"]["cluster"]):
        assert pins[wanted.name] in wanted.specifier


@pytest.mark.slow
def test_the_compose_file_follows_its_schema() -> None:
    order = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    done = subprocess.run([*order, str(FOLDER / "compose.yaml")], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
