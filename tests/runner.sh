#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tests/run.sh tells what failed, what was skipped and what was left out, each with its reason.
. "$ROOT/tests/cli/lib.sh"
run=$ROOT/tests/run.sh

echo exit 0 >passes.sh
echo 'echo "it went wrong"; exit 3' >fails.sh
echo 'echo "no such thing here"; exit 77' >skips.sh
echo 'echo "left out: half of it"; echo "what else it says"' >halves.sh
mkdir fake
ends 0 "$run" fake "$PWD/passes.sh"
[ "$(cat out)" = '1 passed, 0 failed, 0 skipped' ] || fail "a test that passes"
ends 1 "$run" fake "$PWD"/{passes,fails,skips,halves}.sh
has out "FAILED  $PWD/fails.sh (status 3)"
has out "it went wrong"
has out "skipped $PWD/skips.sh: no such thing here"
has out "partly  $PWD/halves.sh: half of it"
has out "2 passed, 1 failed, 1 skipped"

# Without names all are run, units too: a build that has none is no success.
mkdir fake/unit
ends 1 "$run" fake
has out "tests are found of at least"

# What uplint cannot do is a failure of the test, and no reason to skip it.
printf '%s\n' '#!/bin/sh' '[ "$1" != snapshot ] || { echo "no snapshot today"; exit 2; }' >fake/uplint
chmod 755 fake/uplint
if unshare -n true 2>/dev/null; then
	ends 1 "$run" fake "$ROOT/tests/live/saved_random.sh"
	has out "no snapshot today"
	has out "0 passed, 1 failed, 0 skipped"
else
	left_out "a snapshot that fails: no network namespaces here"
fi
