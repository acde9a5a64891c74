"""What the extension tells Sphinx of itself."""

from __future__ import annotations

from unittest.mock import MagicMock

import pytest

from octavo import sphinxext


def test_doctrees_of_another_version_of_the_package_are_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    versions = []
    for digest in ("a" * 64, "a" * 64, "b" * 64):
        monkeypatch.setattr(sphinxext.package, "package_hash", lambda digest=digest: digest)
        versions.append(sphinxext.setup(MagicMock())["env_version"])
    assert versions[0] == versions[1] != versions[2]
