#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Random hosts: the JSON, the text and the -o text of ip lead to one snapshot, and to the kernel's facts.
# Fixed ones, or new ones with SOAK.
set -u
# shellcheck source=tests/live/lib.sh
. "$ROOT/tests/live/lib.sh"

# A batch's family is the end of its name; 0 is none. What the kernel refuses is left out.
build() {
	while read -r path value; do
		echo "$value" 2>/dev/null >"/proc/sys/net/$path"
	done <"$1/sysctl"
	for batch in "$1/links" "$1"/setup.*; do
		case $batch in
		*.4 | *.6) ip "-${batch##*.}" -force -batch "$batch" ;;
		*) ip -force -batch "$batch" ;;
		esac
	done
	sleep 1.3 # until devices without carrier are known as such
}

save() {
	for form in 'json -j' text 'lines -o'; do
		read -r to option <<<"$form"
		mkdir "$1/$to"
		echo random >"$1/$to/hostname"
		for what in '-s -d link' '-d addr' 'route show table all' rule '-6 rule' '-s neigh' nexthop; do
			# shellcheck disable=SC2086 # words
			ip $option $what >"$1/$to/ip_$(tr ' ' _ <<<"$what")"
		done
	done
}

facts() {
	while read -r fact; do
		echo "# $fact"
		uplint query -f csv "$fact" "$@"
	done <<-'EOF'
	SELECT name, ifindex, kind, mac, ifgroup, mtu, admin, carrier, operstate, master, master_kind, lower, mode FROM interface
	SELECT team, interface, role, link FROM uplink ORDER BY interface
	SELECT interface, address, prefixlen, peer, scope, flags, secondary, label, metric FROM address ORDER BY interface, family
	SELECT route_table, dst, src, tos, metric, type, protocol, scope, gateway, interface, prefsrc, flags, pref, mtu FROM route
	SELECT r.dst, n.gateway, n.interface, n.weight, n.flags, n.blackhole FROM route r JOIN nexthop n ON n.nexthops = r.nexthops
	SELECT family, priority, invert, src, dst, iif, oif, detached, fwmark, fwmask, tos, ipproto, sport_start, dport_start, dport_end, uid_start, l3mdev, rule_action, route_table, goto_priority, suppress_prefixlen, suppress_ifgroup FROM routing_rule
	SELECT address, interface, mac, state FROM neighbour ORDER BY address, interface
	SELECT fact, state FROM coverage WHERE fact IN ('interface', 'uplink', 'address', 'route', 'nexthop', 'routing_rule')
	SELECT line_text, reason FROM note
	EOF
}

inside() {
	build "$1" >"$1/log" 2>&1
	uplint snapshot -o "$1/live.yaml" || exit 2
	save "$1"
	exit 0
}
[ "${1-}" != --inside ] || inside "$2"

need_namespaces
for seed in $(seeds 3 14 29 77 134 139 28310 25289); do
	mkdir "$seed"
	awk -v seed="$seed" -v dir="$seed" -f "$ROOT/tests/path/host.awk"
	unshare -n bash "$0" --inside "$seed" || fail "seed $seed: no snapshot"
	facts "$seed/live.yaml" >wanted
	[ "$(grep -c '' wanted)" -gt 40 ] || fail "seed $seed: the host is empty"
	for form in json text lines; do
		facts "$seed/$form" >got
		diff wanted got >difference || { head -n 20 difference; fail "seed $seed: $form"; }
		uplint snapshot "$seed/$form" >"$seed/$form.yaml"
		cmp "$seed/json.yaml" "$seed/$form.yaml" || fail "seed $seed: $form and json"
	done
done
