# SPDX-License-Identifier: GPL-2.0-or-later
# mutate.awk -v seed=N FILE: the file with one small change, chosen by the seed; what it is, and
# where, goes to standard error.  Two passes over the file: the first counts what can be changed.
# Comments, directives, declarations and tables of texts are left alone.

function code(line) {
	return line !~ /^[ \t]*(\/?\*|#|\/\/)/ && line !~ /^(static |const |struct |enum |[a-z_]+ \*?[a-z_]+\()/ &&
		line !~ /^}/
}

# The changes that a line allows: names in ways[1..n].
function look(line,    n) {
	n = 0
	if (!code(line)) return 0
	if (line ~ / == /) ways[++n] = "=="
	if (line ~ / != /) ways[++n] = "!="
	if (line ~ / < /) ways[++n] = "<"
	if (line ~ / > /) ways[++n] = ">"
	if (line ~ / && /) ways[++n] = "&&"
	if (line ~ / \|\| /) ways[++n] = "||"
	if (line ~ /(if|while) \(.*\)( \{)?$/) ways[++n] = "not"
	if (line ~ /return (true|false);/) ways[++n] = "return"
	if (line ~ / \+ 1[^0-9]/) ways[++n] = "+1"
	if (line ~ /^\t+[a-z_]+\(.*\);$/) ways[++n] = "call"
	if (line ~ /^\t+[a-z_>.-]+(\[[a-z]+\])? [|+]?= .*;$/) ways[++n] = "assignment"
	return n
}

function change(line, way) {
	if (way == "==") sub(/ == /, " != ", line)
	else if (way == "!=") sub(/ != /, " == ", line)
	else if (way == "<") sub(/ < /, " <= ", line)
	else if (way == ">") sub(/ > /, " >= ", line)
	else if (way == "&&") sub(/ && /, " || ", line)
	else if (way == "||") sub(/ \|\| /, " \\&\\& ", line)
	else if (way == "not") {
		match(line, /(if|while) \(/)
		line = substr(line, 1, RSTART + RLENGTH - 2) "(!(" substr(line, RSTART + RLENGTH)
		sub(/\)( \{)?$/, "))&", line)
		sub(/\)\)\) \{$/, "))) {", line)
	}
	else if (way == "return") line = line ~ /true/ ? gensub_once(line, "true", "false") : gensub_once(line, "false", "true")
	else if (way == "+1") sub(/ \+ 1/, "", line)
	else sub(/[^\t].*/, ";", line)
	return line
}

function gensub_once(line, from, to) {
	sub(from, to, line)
	return line
}

BEGIN { srand(seed) }
NR == FNR { total += look($0); next }
FNR == 1 { chosen = int(rand() * total) + 1 }
{
	n = look($0)
	if (chosen > 0 && chosen <= n) {
		new = change($0, ways[chosen])
		printf "%s:%d: %s\n-%s\n+%s\n", FILENAME, FNR, ways[chosen], $0, new >"/dev/stderr"
		print new
	} else
		print
	chosen -= n
}
