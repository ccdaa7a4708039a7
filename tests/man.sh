#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# mandoc finds nothing to complain about in the manual pages.
set -u
command -v mandoc >/dev/null || { echo "no mandoc here"; exit 77; }
complaints=$(mandoc -Tlint "$ROOT"/man/* "$BUILD/uplint-tables.5" | grep -v 'referenced manual not found')
[ -z "$complaints" ] || { echo "$complaints"; exit 1; }
