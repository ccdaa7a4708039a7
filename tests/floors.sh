#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A directory of checker/ includes itself and lower floors, never a sibling;
# of a room within a directory (parse/ip/) others include one header alone, that
# of its name (parse/ip/ip.h); a foreign header has one home.
set -eu
cd "$ROOT"
find checker -name '*.[ch]' | sort | xargs awk '
BEGIN {
	split("base 0 model 1 tree 2 parse 2 path 2 rule 2 policy 2 format 2 source 3 db 3 check 4 cmd 5", f)
	for (i = 1; i in f; i += 2) floor[f[i]] = f[i + 1]
	split("yaml.h base expat.h base pcre2.h base archive.h tree sqlite3.h db netlink/ source linux/ source", h)
	for (i = 1; i in h; i += 2) home[h[i]] = h[i + 1]
}
function complain(what) { print FILENAME ":" FNR ": " what; bad = 1 }
FNR == 1 {
	n = split(FILENAME, part, "/")
	dir = n == 2 ? "main" : part[2]
	room = n == 4 ? part[2] "/" part[3] : ""
	if (n > 2 && !(dir in floor)) complain("directory " dir " has no floor")
}
/^#include "/ {
	split($2, word, "\"")
	if (word[2] !~ /\//) next
	if (split(word[2], step, "/") == 3 && step[3] ~ /\.h$/ && room != step[1] "/" step[2] && step[3] != step[2] ".h")
		complain(word[2] " is private to its room")
	target = word[2]; sub(/\/.*/, "", target)
	if (dir == "main" || target == dir) next
	if (!(target in floor)) complain("include of unknown " target)
	else if (floor[target] >= floor[dir]) complain(dir " (floor " floor[dir] ") includes " target " (floor " floor[target] ")")
}
/^#include </ {
	for (name in home)
		if (index($2, "<" name) == 1 && dir != home[name]) complain("<" name "> belongs to " home[name])
}
dir != "cmd" && dir != "main" && dir != "base" && /[^a-z_](exit|perror) ?\(|[^a-z_]stderr[^a-z_]/ &&
	!/\/\*|^ \*/ { complain("only cmd/ prints errors and exits") }
END { exit bad }'
