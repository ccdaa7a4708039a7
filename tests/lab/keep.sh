#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# usage: keep.sh SCENARIO NAME    what `run.sh -c SCENARIO` caught becomes fixtures/captures/lab-NAME
set -eu

top=$(cd "$(dirname "$0")/../.." && pwd)
from=$top/build/lab/$1.capture
into=$top/fixtures/captures/lab-$2
[ -d "$from" ] || { echo "keep.sh: no $from; run.sh -c $1 makes it" >&2; exit 2; }
rm -rf "$into"
mkdir -p "${into%/*}"
cp -R "$from" "$into"
{
	echo "Scenario $1 of tests/lab, run in its virtual machine of Debian 12 packages:"
	cat "$top/build/lab/versions"
} >"$into/SOURCE"
