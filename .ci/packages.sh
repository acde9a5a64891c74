#!/bin/sh
# Install the Debian packages named as arguments that are missing; where that may not be done, say how.
# Always exits 0: what cannot be made without them is left out later, with a sentence of its own.
set -u

if ! command -v dpkg-query >/dev/null 2>&1; then
    if [ "$(uname)" = Darwin ] && ! command -v xelatex >/dev/null 2>&1; then
        echo "macOS: brew install --cask mactex-no-gui font-noto-serif-cjk-sc font-noto-sans-cjk-sc && brew install librsvg openjdk poppler qpdf gettext node" >&2
    fi
    exit 0
fi

missing=""
for package in "$@"; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing="$missing $package"
done
missing=$(echo $missing)
[ -n "$missing" ] || exit 0

command="apt-get update && apt-get install -y --no-install-recommends $missing"
if [ "$(id -u)" = 0 ]; then
    run="sh -c"
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    run="sudo sh -c"
else
    echo "Missing packages. Run as root: $command" >&2
    exit 0
fi
echo "Installing: $missing" >&2
log=$(mktemp)
DEBIAN_FRONTEND=noninteractive $run "$command" >"$log" 2>&1 || {
    tail -n 5 "$log" >&2
    echo "The packages could not be installed. Run as root: $command" >&2
}
rm -f "$log"
