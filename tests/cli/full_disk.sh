#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Where there is no room for what does not fit into memory, there is no report.
. "$ROOT/tests/cli/lib.sh"
. "$ROOT/tests/cli/hosts.lib.sh"

mkdir small
mount -t tmpfs -o size=64k none small 2>err || { echo "no small file system here: $(head -n 1 err)"; exit 77; }
trap 'umount small' EXIT
hosts 3000 9 >large.yaml
ends 1 uplint check -j 2 -f json -o report.json large.yaml
rm report.json
TMPDIR=$PWD/small ends 2 uplint check -j 2 -f json -o report.json large.yaml
has err "temporary file"
[ ! -e report.json ] || fail "half a report"
