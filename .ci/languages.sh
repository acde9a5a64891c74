#!/bin/sh
# Print the locales of "languages" in [tool.octavo] of pyproject.toml, one a line. With -r, those written from right
# to left only. Needs no Python: on a bare machine the Makefile asks before anything is installed.
set -u
cd "$(dirname "$0")/.." || exit 0

# Babel's right-to-left languages; a test compares them.
RIGHT_TO_LEFT='apc|ar|bal|bgn|ckb|dv|fa|he|ks|lrc|mzn|nqo|ps|rhg|sd|sdh|skr|syr|trw|ug|ur|yi|[a-z]+_(Arab|Adlm|Nkoo)'

locales=$(awk '
    /^\[/ { inside = ($0 ~ /^\[tool\.octavo\]/) }
    inside && /^languages[ \t]*=/ { list = 1 }
    list { sub(/#.*/, ""); print }
    list && /\]/ { exit }
' pyproject.toml | grep -o "[\"'][A-Za-z_0-9]*[\"']" | tr -d "\"'")
if [ "${1:-}" = -r ]; then
    echo "$locales" | grep -E "^($RIGHT_TO_LEFT)(_|\$)" | grep -Ev "_(Deva|Latn|Cyrl)"
else
    echo "$locales"
fi
exit 0
