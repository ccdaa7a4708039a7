#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The root of the tree holds these files and no other: a slip such as `> 0` is not committed.
. "$ROOT/tests/cli/lib.sh"
here=$PWD
cd "$ROOT" || exit 1
[ "$(git rev-parse --show-toplevel 2>/dev/null)" = "$ROOT" ] || { echo "no git checkout here"; exit 77; }
printf '%s\n' .ci/ .clang-tidy .cppcheck .gitignore CHANGELOG.md LICENSE Makefile README.md \
	checker/ collect/ completion/ fixtures/ man/ rules/ tests/ tools/ >"$here/wanted"
git ls-files | sed 's,/.*,/,' | LC_ALL=C sort -u >"$here/there"
diff "$here/wanted" "$here/there" || fail "the root has other files than tests/root.sh says"
