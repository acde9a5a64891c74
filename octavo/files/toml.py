"""Read TOML that somebody wrote."""

from __future__ import annotations

import tomllib
from typing import Any


def loads(text: str) -> dict[str, Any]:
    """Return the table of *text*, as :func:`tomllib.loads` does, which has other errors for numbers and nesting.

    :raises tomllib.TOMLDecodeError: *text* cannot be read, whatever is wrong in it
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise
    except (ValueError, RecursionError) as error:
        raise tomllib.TOMLDecodeError("a number is too long, or tables or lists are nested too deeply") from error
