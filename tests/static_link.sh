#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# make STATIC=1 gives a program without a shared library that checks this host and reads archives.
# Time limit: 900 s
set -u
# shellcheck source=tests/cli/lib.sh
. "$ROOT/tests/cli/lib.sh"

skip() {
	echo "$*"
	exit 77
}

for library in c archive nl-3 nl-genl-3 yaml pcre2-8 sqlite3 expat nettle lzma zstd bz2 z; do
	[ "$(${CC:-gcc} -print-file-name="lib$library.a")" != "lib$library.a" ] || skip "no lib$library.a here"
done
ld --help | grep -q -e --no-warnings || skip "this ld is older than 2.40"

# Not optimized: it is built anew in each run.
env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL make -s -C "$ROOT" -j"$(nproc)" STATIC=1 CFLAGS=-O0 OUT="$PWD/static" all >log 2>&1 ||
	fail "make STATIC=1: $(tail -n 5 log)"
grep -i 'warning:' log && fail "make STATIC=1 warns"
uplint=$PWD/static/uplint
ldd "$uplint" >libraries 2>&1 && fail "it needs $(cat libraries)"

[ "$("$uplint" --version)" = "$(uplint --version)" ] || fail "--version: $("$uplint" --version)"
"$uplint" check -f json >host.json
[ "$(jq .summary.hosts host.json)" = 1 ] || fail "it does not check this host"

ports='SELECT name, kind, mtu FROM interface ORDER BY 1'
cp -r "$ROOT/fixtures/collect/esxi7" esxi7
uplint query -f json "$ports" esxi7 >wanted
[ "$(jq length wanted)" -gt 1 ] || fail "esxi7: $(cat wanted)"
tar czf a.tar.gz esxi7
tar cjf a.tar.bz2 esxi7 2>/dev/null
tar cJf a.tar.xz esxi7
tar --zstd -cf a.tar.zst esxi7 2>/dev/null
zip -qr a.zip esxi7
for archive in a.*; do
	[ -s "$archive" ] || continue
	"$uplint" query -f json "$ports" "$archive" >got || fail "$archive: cannot be read"
	diff -u wanted got || fail "$archive: another answer than of the folder"
done
