#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What people and packagers ask of make: their flags, an install program, and all of it gone again.
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

# Whatever INSTALL is; what is installed runs.
for words in '' 'INSTALL=install' 'INSTALL=/usr/bin/install -p'; do
	ends 0 ours ${words:+"$words"} install DESTDIR="$PWD/dest dir" prefix=/usr
	[ "$("dest dir/usr/bin/uplint" --version)" = "$("$BUILD/uplint" --version)" ] || fail "$words: the program"
	[ "$(stat -c %a "dest dir/usr/bin/uplint")" = 755 ] || fail "$words: the mode of the program"
	[ "$(stat -c %a "dest dir/usr/share/man/man5/uplint-tables.5")" = 644 ] || fail "$words: the mode of a page"
	[ "$(find "dest dir/usr/share/uplint/rules" -name '*.yaml' | wc -l)" = "$(find "$ROOT/rules" -name '*.yaml' | wc -l)" ] ||
		fail "$words: rules are missing"
	[ -x "dest dir/usr/share/uplint/collect/esxi.sh" ] || fail "$words: the collector"
	touch "dest dir/usr/bin/other"
	ends 0 ours uninstall DESTDIR="$PWD/dest dir" prefix=/usr
	[ "$(find "dest dir" -type f)" = "dest dir/usr/bin/other" ] || fail "$words: not uninstalled: $(find "dest dir" -type f)"
	[ ! -e "dest dir/usr/share/uplint" ] || fail "$words: a directory of ours stays"
	rm -r "dest dir"
done
INSTALL='install -p' ends 0 ours install DESTDIR="$PWD/dest dir"
[ -x "dest dir/usr/local/bin/uplint" ] || fail "INSTALL in the environment"

# Without the libraries nothing is compiled, and one line says what to do.
mkdir bare
cp -R "$ROOT"/{Makefile,checker,tools} bare
PKG_CONFIG_LIBDIR=/nonexistent PKG_CONFIG_PATH='' ends 2 make -C bare
has err "run \`make deps'"
lacks out ' CC '
[ "$(grep -vc '^make' err)" = 1 ] || fail "more than a line"
PKG_CONFIG_LIBDIR=/nonexistent PKG_CONFIG_PATH='' ends 0 make -C bare clean
