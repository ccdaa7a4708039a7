#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Findings about a host that wants to harm who reads them: names, aliases and paths are shown, quoted, and never obeyed.
. "$ROOT/tests/live/faults.lib.sh"

odd="b;>owned'\$(id)"
new odd </dev/null
ip -n "$ns" link set b0 down
ip -n "$ns" link set b0 name "$odd"
ip -n "$ns" link set a0 alias "'; rm -rf / #"
ip -n "$ns" addr add 10.10.10.2/24 dev "$odd"
ip -n "$ns" link set "$odd" up
ip -n "$ns" link set "$odd" alias $'\033]0;title\a \xff\xfe \'; rm -rf /'
for port in all a0 "$odd"; do
	ns_exec sysctl -qw "net/ipv4/conf/$port/rp_filter=1" "net/ipv4/conf/$port/arp_ignore=0" \
		"net/ipv4/conf/$port/arp_announce=0" "net/ipv4/conf/$port/arp_filter=0" 2>/dev/null
done
cures "reverse-path-filter $odd"
printf 'roles: { storage: { subnets: [10.10.10.0/24] } }\n' >uplint.yaml
cures "arp-flux 10.10.10.0/24"
rm uplint.yaml
cures "one-nic-per-subnet 10.10.10.0/24"
[ ! -e owned ] || fail "a name in a command was obeyed"

# The host's own name, and a snapshot whose path is no better.
name=$'h\'; rm -rf /\033[31m\xff'
path=$'s\'; rm -rf \033[31m\xfe.yaml'
ip -n "$ns" addr add 10.10.10.2/24 dev "$odd"
# shellcheck disable=SC2016
as_host() { unshare -u sh -c 'printf %s "$0" >/proc/sys/kernel/hostname && exec "$@"' "$name" "$@"; }
ends 0 as_host uplint snapshot --netns "$ns" -o "$path"
harmless "$path"
know_formats
for format in "${formats[@]}"; do
	asked=(-v -f "$format")
	[ "$format" != sarif ] || asked+=(--sarif-anchor "$path")
	for source in "--netns=$ns" "$path"; do
		ends 1 as_host uplint check "${asked[@]}" "$source"
		harmless out
		harmless err
		iconv -f UTF-8 -t UTF-8 out >/dev/null || fail "$format is no UTF-8"
		has out "rm -rf"
	done
done
ends 1 as_host uplint check --color=always "$path"
! grep -q $'\033\[31m\xff\|\033\]0' out || fail "the terminal was spoken to"
as_host uplint check -f jsonl "$path" | jq -e . >/dev/null || fail "jsonl is no JSON"

# Nothing there but a loopback that is down: nothing was checked, which is never fine.
ns_new empty
ip -n "$ns" link set lo down
ends 2 uplint check --netns "$ns"
has err "no rule could reach a verdict"
ends 2 uplint check --netns "$ns" -f json
[ "$(jq '.summary.compliant + .summary.non_compliant' out)" = 0 ] || fail "something was evaluated"
