#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A file that a comment names is in the tree, and no comment was mangled by a formatter.
# Files of Linux, open-iscsi and the C library are not ours, nor is nicinfo.sh of ESX; x is any.
. "$ROOT/tests/cli/lib.sh"
here=$PWD
cd "$ROOT" || exit 1
find . \( -name .git -o -path ./build \) -prune -o -type f -print | sed 's,^\./,,' >"$here/files"

# Comments as lines FILE:LINE:TEXT; a C comment begins with its first line's /*.
find checker tools tests fixtures completion collect Makefile -type f \
	\( -name '*.[ch]' -o -name '*.def' -o -name '*.sh' -o -name '*.awk' -o -name '*.py' -o -name '*.pl' -o -name Makefile \) -print0 |
	sort -z | xargs -0 awk '
	FNR == 1 { inside = 0; hash = FILENAME !~ /\.([ch]|def)$/ }
	hash { if (match($0, /^[ \t]*#|[ \t]#[ ]/)) print FILENAME ":" FNR ":" substr($0, RSTART); next }
	inside { print FILENAME ":" FNR ":" $0; if (/\*\//) inside = 0; next }
	(at = index($0, "/*")) {
		text = substr($0, at)
		print FILENAME ":" FNR ":" text
		inside = text !~ /\*\//
	}' >"$here/comments"
[ "$(wc -l <"$here/comments")" -gt 5000 ] || fail "where are the comments?"

# What is named, each name where it stands; what has a directory in front is compared with it.
awk -v here="$here" '
	BEGIN {
		foreign = "^(linux|net|drivers|usr)/|^errno.h$|^nicinfo.sh$|(^|[/_])x.c$"
		while ((getline name < (here "/files")) > 0) {
			tail = name
			there[name] = 1
			while (sub(/^[^\/]*\//, "", tail)) there[tail] = 1
		}
	}
	{
		match($0, /^[^:]*:[0-9]*:/)
		place = substr($0, 1, RLENGTH)
		text = substr($0, RLENGTH + 1)
		while (match(text, /[A-Za-z0-9_][A-Za-z0-9_.\/-]*\.(c|h|sh)/)) {
			name = substr(text, RSTART, RLENGTH)
			after = substr(text, RSTART + RLENGTH, 1)
			text = substr(text, RSTART + RLENGTH)
			if (after !~ /[A-Za-z0-9_]/ && !(name in there) && name !~ foreign) print place " " name
		}
	}' "$here/comments" >"$here/stale"

# A one-line comment that was folded, and a table in a comment that was filled like a paragraph.
awk '
	{
		match($0, /^[^:]*:[0-9]*:/)
		place = substr($0, 1, RLENGTH)
		text = substr($0, RLENGTH + 1)
	}
	place !~ /\.([ch]|def):/ { next }
	text ~ /^[ \t]*\*\/$/ && before ~ /^\/\*.*[^ \t*]/ { print place " */ is alone" }
	text ~ /^[ \t]*\*[^ \t\/*]/ { print place " " text }
	{ before = text }' "$here/comments" >"$here/mangled"
cat "$here/stale" "$here/mangled"
[ ! -s "$here/stale" ] || fail "comments name what is not there"
[ ! -s "$here/mangled" ] || fail "comments are mangled"
