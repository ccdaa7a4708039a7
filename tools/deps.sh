#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Installs what is missing of the packages named; where all are there, does
# nothing and needs no network.
set -eu

missing=
for package; do
	status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
	[ "$status" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null; then
	echo "no apt-get here; please install what corresponds to:$missing" >&2
	exit 1
fi
as_root=
[ "$(id -u)" -eq 0 ] || as_root=sudo
echo "  DEPS $missing"

# shellcheck disable=SC2086 # both are lists of words
install() {
	DEBIAN_FRONTEND=noninteractive $as_root apt-get install -qq -y --no-install-recommends \
		-o DPkg::Lock::Timeout=300 $missing >/dev/null
}
# Package lists may be missing or old.
install 2>/dev/null || { $as_root apt-get update -qq && install; }
