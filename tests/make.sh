#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What people and packagers ask of make: their flags.
. "$ROOT/tests/cli/lib.sh"
unset MAKEFLAGS MFLAGS MAKELEVEL CPPFLAGS LDFLAGS INSTALL
ours() { make --no-print-directory -C "$ROOT" SAN="$([[ $BUILD != */san ]] || echo 1)" "$@"; }

# Flags from the environment reach each compiler and each linker run.
export CPPFLAGS=-DFROM_OUTSIDE LDFLAGS=-Wl,-z,now
ends 0 ours -n V=1 -W checker/main.c -W tests/unit/test_ip.c -W tests/fuzz/main.c all units fuzz
unset CPPFLAGS LDFLAGS
for made in main.o uplint unit/test_ip fuzz/main.o fuzz/fuzz_ip; do
	grep -E -- " -o [^ ]*build[^ ]*/$made " out >line || fail "$made is not made"
	has line -DFROM_OUTSIDE
	[[ $made == *.o ]] || has line -Wl,-z,now
done
