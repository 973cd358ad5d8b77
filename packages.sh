#!/bin/sh
# Installs the system packages named, where this machine lets us, and names them where not.
[ "$(uname -s)" = Linux ] || exit 0
if ! command -v dpkg-query >/dev/null; then
    echo "Floe needs these system packages, or what they are called here: $*"
    exit 0
fi
missing=
for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' ||
        missing="$missing $package"
done
[ -n "$missing" ] || exit 0
root=
[ "$(id -u)" -eq 0 ] || root="sudo -n"
if $root true 2>/dev/null; then
    echo "Installing system packages:$missing"
    $root apt-get -qq update >/dev/null &&
        $root env DEBIAN_FRONTEND=noninteractive apt-get -qq install --no-install-recommends -y \
            $missing >/dev/null && exit 0
fi
echo "These system packages are missing; install them with: sudo apt-get install$missing" >&2
