# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Hundreds of connect() on random hosts: the packets leave by the interface and with the
# source that `connection` names, or that of the lookup where it names none.
. "$ROOT/tests/live/lib.sh"

perl -MSocket -e 1 2>/dev/null || skip "perl is not installed"
need_namespaces
export UPLINT=$BUILD/uplint CONNECT=1
GENERATOR=field "$ROOT/tests/path/random.sh" 2 3 8 31 393 1015 || fail "a fixed host of the field disagrees"
"$ROOT/tests/path/random.sh" 11 64 165 9012 || fail "a fixed seed disagrees"
