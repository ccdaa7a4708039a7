# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Random hosts answer as their kernel does: fixed ones, or new ones with SOAK.
. "$ROOT/tests/live/lib.sh"

need_namespaces
export UPLINT=$BUILD/uplint
read -ra any < <(seeds 11 20 27 51 61 64 112 128 165 181 324 501)
read -ra field < <(seeds 8 21 105 393 1015 1023 1404 1487 12052)
"$ROOT/tests/path/random.sh" "${any[@]}" || fail "repeat it with tests/path/random.sh SEED"
GENERATOR=field "$ROOT/tests/path/random.sh" "${field[@]}" || fail "repeat it with GENERATOR=field tests/path/random.sh SEED"
