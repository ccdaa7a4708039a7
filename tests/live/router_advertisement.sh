#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A storage port with an address and a default route as router advertisements set them: what the
# printed commands leave of both, on this kernel.
set -u
# shellcheck source=tests/live/lib.sh
. "$ROOT/tests/live/lib.sh"
need_kind veth

ns_new ra
router=''
ns_new ra-router router
run() { ip netns exec "$ns" "$@" || fail "$*"; }
for i in 0 1; do
	run ip link add eth$i type veth peer name far$i
	run ip link set far$i netns "$router"
	run ip link set eth$i up
	ip -n "$router" link set far$i up
done
ip -n "$router" -6 addr add fd00::1/64 dev far0 nodad
run ip addr add 10.0.0.11/24 dev eth0
run ip route add default via 10.0.0.1
run ip addr add 10.10.10.11/24 dev eth1
run ip -6 addr add fd00::11/64 dev eth0 nodad
run ip -6 addr add fd00:10::11/64 dev eth1 nodad valid_lft 86400 preferred_lft 14400 mngtmpaddr
run ip -6 route add default via fd00::1 dev eth0 metric 100
run ip -6 route add default via fe80::1 dev eth1 proto ra metric 1024 expires 1800
run sysctl -qw net.ipv6.conf.eth1.accept_ra=1

printf 'roles:\n  storage: { interfaces: [^eth1$] }\n' >policy.yaml
check() { uplint check --netns "$ns" -p policy.yaml --select storage-port-ra -f json >out 2>err; }
check
jq -e '.results[] | select(.subject == "eth1" and .status == "non-compliant")' out >/dev/null || fail "not found"
has out 'a default route through fe80::1, and fd00:10::11'
jq -r '.results[].fix[].run // empty' out | sed "s|/etc/sysctl.d/|$PWD/|g" >fixes
[ "$(grep -c . fixes)" -eq 2 ] || fail "not two commands: $(cat fixes)"
while read -r line; do
	bash -c "$line" >log 2>&1 </dev/null || fail "$line: $(cat log)"
done <fixes
check
jq -e '.results[] | select(.subject == "eth1" and .status == "compliant")' out >/dev/null || fail "the fixes do not do"
ends 0 uplint query --netns "$ns" -f csv "SELECT address, method FROM address WHERE interface = 'eth1' AND NOT ip_is_link_local(address)"
has out fd00:10::11,static
ends 0 uplint query --netns "$ns" -f csv "SELECT value FROM sysctl WHERE interface = 'eth1' AND name = 'accept_ra'"
has out 0
