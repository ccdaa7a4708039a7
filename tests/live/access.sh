#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Namespaces that are none, an ordinary user, and what collection must not do.
. "$ROOT/tests/live/lib.sh"
ns_new access
ip -n "$ns" link add a0 type veth peer name a1

ends 2 uplint query --netns no-such-namespace 'SELECT 1'
has err "no-such-namespace"
touch plain
ends 2 uplint query --netns ./plain 'SELECT 1'
has err "is no network namespace"
ends 2 uplint query --netns .. 'SELECT 1'
ends 0 uplint query --netns "/run/netns/$ns" 'SELECT name FROM interface'
has out a0
ends 2 uplint query --root ./nothing 'SELECT 1'
has err nothing

# An ordinary user: the same facts of the kernel, no right to enter another namespace.
if command -v setpriv >/dev/null; then
	user=(setpriv --reuid=65534 --regid=65534 --clear-groups --)
	cp "$BUILD/uplint" ./uplint-for-all 2>/dev/null && chmod 755 . uplint-for-all
	ends 0 ns_exec "${user[@]}" ./uplint-for-all query 'SELECT name FROM interface ORDER BY ifindex' -f csv
	[ "$(tr -d '\r' <out)" = $'name\nlo\na1\na0' ] || fail "an ordinary user sees other links"
	ends 0 ns_exec "${user[@]}" ./uplint-for-all query -f csv \
		"SELECT fact FROM coverage WHERE state <> 'read' AND fact IN ('interface', 'route', 'address', 'routing_rule', 'sysctl')"
	[ "$(wc -l <out)" -eq 1 ] || fail "tables that the kernel shows anyone are not read"
	ends 2 "${user[@]}" ./uplint-for-all query --netns "$ns" 'SELECT 1'
	has err "only root may enter it"
else
	left_out "an ordinary user: setpriv is not installed"
fi

# The kernel asks modprobe for what it lacks: it must not be asked by us.
if [ -w /proc/sys/kernel/modprobe ]; then
	modprobe=$(cat /proc/sys/kernel/modprobe)
	printf '#!/bin/sh\necho "$*" >>%q\n' "$PWD/asked" >asker
	chmod 755 asker
	echo "$PWD/asker" >/proc/sys/kernel/modprobe
	uplint query --netns "$ns" 'SELECT 1' >/dev/null 2>err
	echo "$modprobe" >/proc/sys/kernel/modprobe
	[ ! -e asked ] || fail "a module was asked for: $(cat asked)"
else
	left_out "modules: this kernel loads none"
fi

# No program is run.
if command -v strace >/dev/null; then
	strace -f -qq -e trace=execve,execveat -o calls uplint query --netns "$ns" 'SELECT 1' >/dev/null
	[ "$(wc -l <calls)" -eq 1 ] || fail "a program was run: $(cat calls)"
else
	left_out "programs: strace is not installed"
fi
