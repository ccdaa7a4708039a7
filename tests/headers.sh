#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Nexthop objects are read with each linux/nexthop.h there is: linux-libc-dev 6.1.192 and later
# call weight_high what was resvd1.
. "$ROOT/tests/cli/lib.sh"
here=$PWD
cd "$ROOT" || exit 1
header=/usr/include/linux/nexthop.h
[ -e $header ] || { echo "no $header here"; exit 77; }
read -ra flags <<<"$(make -s print-cflags)"
reader=$(grep -rl --include='*nexthop*.c' RTM_NEWNEXTHOP checker)
[ -f "$reader" ] || fail "what reads nexthop objects: $reader"

for name in resvd1 weight_high; do
	mkdir -p "$here/$name/linux"
	sed -E "s/\<(resvd1|weight_high)\>/$name/" $header >"$here/$name/linux/nexthop.h"
	grep -q "$name;" "$here/$name/linux/nexthop.h" || fail "struct nexthop_grp has neither name"
	"${CC:-gcc}" -isystem "$here/$name" "${flags[@]}" -M "$reader" | grep -qF "$here/$name/linux/nexthop.h" ||
		fail "not built against the copy"
	"${CC:-gcc}" -isystem "$here/$name" "${flags[@]}" -fsyntax-only -Werror "$reader" || fail "not with $name"
done
