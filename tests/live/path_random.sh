# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Random hosts answer as their kernel does: twenty fixed ones, and one that is new each time.
. "$ROOT/tests/live/lib.sh"

unshare -n true 2>/dev/null || skip "no network namespaces here"
export UPLINT=$BUILD/uplint
"$ROOT/tests/path/random.sh" 11 20 27 51 61 64 112 128 165 181 324 501 || fail "a fixed seed disagrees"
GENERATOR=field "$ROOT/tests/path/random.sh" 8 21 105 393 1015 1023 1404 1487 12052 || fail "a fixed host of the field disagrees"
"$ROOT/tests/path/random.sh" -n 1 || fail "a new seed disagrees: repeat it with tests/path/random.sh SEED"
