# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2154
# A route whose time is over stays listed until the kernel clears up, and no lookup takes it.
. "$ROOT/tests/live/lib.sh"

ns_new expired
ns_ip <<'END'
link add eth0 type veth peer name peer0
link set eth0 addrgenmode none up
link set peer0 addrgenmode none up
END
ns_ip -6 <<'END'
addr add 2001:db8::5/64 dev eth0 nodad
route add default via 2001:db8::1 dev eth0
route add 2001:db8:9::/64 via 2001:db8::9 dev eth0 expires 1
END
sleep 2.2
ip -n "$ns" -6 -j route show table all >route.json
jq -e 'any(.[]; .dst == "2001:db8:9::/64" and .expires < 0)' route.json >/dev/null ||
	skip "the kernel has cleared the route away already"
ip -n "$ns" -6 route show table all >route.text
[ "$(facts "SELECT flags FROM route WHERE dst = '2001:db8:9::/64'" | jq -r '.[0].flags')" = expired ] ||
	fail "live: the flag is not there"
[ "$(ip -n "$ns" -6 -j route get 2001:db8:9::1 | jq -r '.[0].gateway')" = 2001:db8::1 ] || fail "ip route get"
uplint path 2001:db8:9::1 --netns "$ns" -f json >live.json || fail "path: status $?"
[ "$(jq -r '.paths[0].gateway' live.json)" = 2001:db8::1 ] || fail "path takes the route"

mkdir json text
cp route.json json/ip_-6_-j_route_show_table_all
cp route.text text/ip_-6_route_show_table_all
for saved in json text; do
	[ "$(uplint query -f json "SELECT flags FROM route WHERE dst = '2001:db8:9::/64'" $saved | jq -r ".[0].flags")" = expired ] ||
		fail "$saved: the flag is not there"
done
