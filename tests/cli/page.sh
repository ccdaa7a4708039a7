#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The page of check: as wide as it is told, whole words, the same with and without colour, a summary
# of many hosts. fixtures/pages holds it at four widths; UPDATE=1 rewrites these.
. "$ROOT/tests/cli/lib.sh"
pages=$ROOT/fixtures/pages

golden() {
	if [ -n "${UPDATE:-}" ]; then
		cp out "$pages/$1"
	else
		diff -u "$pages/$1" out || fail "$1 is otherwise"
	fi
}

# Ids, paths and commands stand alone where they are wider than the page; words never do.
fits() {
	awk -v width="$1" '{
		chars = $0; gsub(/[\200-\277]/, "", chars)
		if (length(chars) <= width || /^ +(\$|check +\$|[0-9]+ checks?) / || /^ +\|  [^ ]+$/ || /^ *[^ ]*\/.*:[0-9]+$/) next
		sub(/^ */, ""); if (!/ /) next
		print FILENAME ": wider than " width ": " $0; bad = 1 } END { exit bad }' out >wide || fail "$(cat wide)"
}
plain() { sed 's/\x1b\[[0-9;]*m//g'; }

cd "$ROOT/fixtures/inputs/two-ports" || exit 1
here=$OLDPWD
for width in 60 80 100 200; do
	COLUMNS=$width uplint check input.yaml >"$here/out"
	COLUMNS=$width uplint check --color=always input.yaml >"$here/colored"
	(cd "$here" && fits $width && golden "two-ports.$width" && plain <colored | cmp - out) || exit 1
done
(cd "$here" && mv colored out && golden two-ports.colored) || exit 1

# No width changes a word.
cd "$ROOT/fixtures/inputs" || exit 1
for input in */input*; do
	for width in 60 100; do
		COLUMNS=$width uplint check "$input" >"$here/out" 2>/dev/null
		(cd "$here" && fits $width) || exit 1
	done
done
cd "$here" || exit 1
words() { COLUMNS=$1 uplint check "$ROOT/fixtures/inputs/esxi-bundle/input" | grep -v '^     |' | tr -s ' \n' '\n'; }
diff <(words 60) <(words 120) || fail 'a word was cut'

# The line of the input, the cause before what rests on it, and the command alone in its colour.
ends 1 uplint check "$ROOT/fixtures/inputs/esxi-bundle/input"
has out '     |  vmk0       Management Network'
has out '     cause  likely because of 1'
ends 1 uplint check --color=always "$ROOT/fixtures/inputs/two-ports/input.yaml"
has out $'            $ \e[36mip link set dev bond0 type bond miimon 100\e[0m'

# 3,000 findings: each sentence, the reason once.
{
	printf 'host: many\nplatform: linux\nbond:\n'
	for ((i = 0; i < 3000; i++)); do echo "- { name: bond$i, driver: bond, mode: active-backup, miimon: 0, arp_interval: 0 }"; done
} >many.yaml
ends 1 uplint check --select bond-monitored many.yaml
fits 80
[ "$(grep -c '^[0-9 ]* ERROR  bond[0-9]* watches no link' out)" = 3000 ] || fail 'not each bond has its sentence'
[ "$(grep -c '^     why ' out)" = 1 ] || fail 'the reason is not told once'

# A screenful of hosts has a page each, more have a summary, in as many lines for 40 as for 1,000.
hosts() { for ((i = 1; i <= $1; i++)); do echo ---; faulty_host "h$i"; done; }
hosts 40 >40.yaml
hosts 1000 >1000.yaml
ends 1 uplint check 40.yaml
golden hosts.40
lines=$(wc -l <out)
[ "$lines" -le 40 ] || fail "the summary has $lines lines"
ends 1 uplint check 1000.yaml
fits 80
[ "$(wc -l <out)" = "$lines" ] || fail "$(wc -l <out) lines for 1,000 hosts, $lines for 40"
ends 1 uplint check -v 40.yaml
[ "$(grep -c 'are all in 10.10.10.0/24' out)" = 40 ] || fail '-v does not show each finding'
ends 1 uplint check -o whole 40.yaml
[ "$(grep -c 'are all in 10.10.10.0/24' whole)" = 40 ] || fail '-o does not show each finding'
hosts 20 >20.yaml
ends 1 uplint check 20.yaml
[ "$(grep -c 'are all in 10.10.10.0/24' out)" = 20 ] || fail 'a screenful is summed up'

# A terminal sees within a second or so that something is done, and nothing of it in the end.
if command -v script >/dev/null; then
	TERM=xterm script -qec '(sleep 2; cat 20.yaml) | uplint check - >/dev/null' typescript >/dev/null
	grep -q $'\r\e\\[Kreading' typescript || fail 'no progress on a terminal'
	tr -d '\n' <typescript | grep -aq $'\r\e\\[K\r*Script done' || fail 'progress is not erased'
else
	left_out 'progress: script is not installed'
fi
