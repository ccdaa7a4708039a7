#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The shell linter finds nothing to complain about in the scripts.
set -u
command -v shellcheck >/dev/null || { echo "no shellcheck here"; exit 77; }
cd "$ROOT" || exit 1
find tests tools collect .ci completion -type f \( -name '*.sh' -o -path '.ci/*' -o -path 'completion/*' \) \
	! -path 'tests/lab/*' -print0 | sort -z | xargs -0 shellcheck -x -S style -e SC1091,SC2016,SC2119
