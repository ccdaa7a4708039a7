#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Names and aliases that nobody should have, files that lead elsewhere.
. "$ROOT/tests/live/lib.sh"
ns_new hostile
odd="a;\$(id)'"
ip -n "$ns" link add "$odd" type veth peer name peer0
ip -n "$ns" link set peer0 alias $'two\nlines \033[31mred "quoted" \x27; rm -rf /'
ip -n "$ns" link set "$odd" alias $'broken \xff\xfe UTF-8'
ip -n "$ns" addr add 10.0.0.1/24 dev "$odd"
ip -n "$ns" addr add 10.0.0.2/24 dev peer0
ip -n "$ns" link set "$odd" up
ip -n "$ns" link set peer0 up

same_facts alias '[{"alias": "two\nlines \u001b[31mred \"quoted\" '"'"'; rm -rf /"}]' \
	"$(facts "SELECT alias FROM interface WHERE name = 'peer0'")"
ends 0 uplint snapshot --netns "$ns" -o one.yaml
ends 0 uplint snapshot one.yaml -o two.yaml
cmp one.yaml two.yaml || fail "a snapshot of the snapshot differs"
harmless one.yaml
for args in "check" "check -f json" "query .tables" "snapshot -f json"; do
	# shellcheck disable=SC2086
	uplint $args --netns "$ns" >out 2>err
	harmless out
	harmless err
done

# A root whose links lead out of it: they end inside.
mkdir -p root/etc root/proc/self outside
echo 'ID=stolen' >outside/os-release
ln -s "$PWD/outside/os-release" root/etc/os-release
ln -s ../../../../../../etc/hostname root/etc/hostname
mkfifo root/proc/self/mountinfo
ends 0 timeout 10 uplint query --root root -f json "SELECT name, os FROM host"
[ "$(jq -r '.[0].os' out)" = null ] || fail "a link led out of the root"
[ "$(jq -r '.[0].name' out)" = localhost ] || fail "the name came from outside"
