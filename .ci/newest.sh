#!/bin/sh
# Run the quick tests and builds of small projects with Sphinx 9.2 on the Python of Debian 13, in a folder of its own.
# The commit that is checked out is tested. Where Debian 13 cannot be had, one line says so and the exit status is 0.
set -u
cd "$(dirname "$0")/.." || exit
packages=python3-venv,git,ca-certificates,gettext,procps,librsvg2-bin,libpango-1.0-0,libpangoft2-1.0-0,libharfbuzz-subset0

without() {
    echo "Not tested with Sphinx 9.2: $1." >&2
    exit 0
}

remove() {
    umount "$root/proc" 2>/dev/null
    # Nothing is removed through something that is still mounted.
    grep -q " $root/" /proc/mounts || rm -rf --one-file-system "$root"
}

[ "$(id -u)" = 0 ] || without "Debian 13 is set up by root only"
sh .ci/packages.sh debootstrap git >/dev/null
command -v debootstrap >/dev/null 2>&1 || without "debootstrap is not installed"
root=$(mktemp -d) || exit
trap remove EXIT
log="$root/octavo.log"

# The mirror of this machine; debootstrap has its own where there is none.
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 2>/dev/null | grep '/debian/*$' | head -n 1)
debootstrap --variant=minbase --include="$packages" trixie "$root" $mirror >"$log" 2>&1 </dev/null ||
    without "Debian 13 could not be set up: $(tail -n 1 "$log")"
mount -t proc proc "$root/proc" 2>/dev/null
for file in /etc/hosts /etc/resolv.conf /etc/ssl/certs/ca-certificates.crt /etc/pip.conf; do
    [ -f "$file" ] && cp -L "$file" "$root$file"
done
git -c safe.directory='*' clone --quiet --no-hardlinks . "$root/octavo" || exit
chroot "$root" sh -c "python3 -m venv /nox && /nox/bin/pip install --quiet nox" </dev/null >>"$log" 2>&1 ||
    without "nox could not be installed: $(tail -n 1 "$log")"
chroot "$root" sh -c 'cd /octavo && exec /nox/bin/nox -s "tests(9.2)"' </dev/null
