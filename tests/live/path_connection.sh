# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# A rule on the source, then one on the port, diverts a TCP connection from what
# `ip route get` says: uplint names the interface by which its packets were counted.
. "$ROOT/tests/live/lib.sh"

command -v perl >/dev/null || skip "perl is not installed"
ns_new path-client
client=$ns
server=
ns_new path-server server

for side in 0 1; do
	ip -n "$client" link add "eth$side" type veth peer name "eth$side" netns "$server"
	ip -n "$client" link set "eth$side" up
	ip -n "$server" link set "eth$side" up
done
ip -n "$client" -batch - <<'END' || fail "ip -batch"
addr add 10.10.10.11/24 dev eth0
addr add 10.10.10.12/24 dev eth1
route add 10.10.10.0/24 dev eth1 table 101
rule add pref 101 from 10.10.10.11 lookup 101
END
ip -n "$server" addr add 10.10.10.50/24 dev eth0
ip -n "$server" addr add 10.10.10.50/24 dev eth1
for key in all/arp_ignore all/rp_filter; do
	ip netns exec "$server" sh -c "echo 0 >/proc/sys/net/ipv4/conf/$key"
done
# The server answers by the wire on which the client is.
ip -n "$server" route replace 10.10.10.11 dev eth1

sent() { ip -n "$client" -j -s link show "$1" | jq '.[0].stats64.tx.bytes'; }

# half a megabyte from the client to the server leaves by eth1
leaves_by_eth1() {
	ip netns exec "$server" perl -MIO::Socket::INET -e '
		my $s = IO::Socket::INET->new(LocalPort => 3260, Listen => 5, ReuseAddr => 1) or die;
		my $c = $s->accept; 1 while <$c>' &
	local listener=$! before0 before1 by0 by1
	before0=$(sent eth0) before1=$(sent eth1)
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		ip netns exec "$client" perl -MIO::Socket::INET -e '
			my $s = IO::Socket::INET->new(PeerAddr => "10.10.10.50", PeerPort => 3260, Timeout => 2) or exit 1;
			print $s "x" x 500000; close $s' && break
		sleep 0.2
	done
	wait "$listener"
	by0=$(($(sent eth0) - before0)) by1=$(($(sent eth1) - before1))
	if [ "$by1" -lt 500000 ] || [ "$by0" -gt 5000 ]; then
		fail "$1: $by0 bytes by eth0, $by1 by eth1"
	fi
}
leaves_by_eth1 "a rule on the source"

uplint path 10.10.10.50 --netns "$client" -f json >live.json || fail "path: status $?"
uplint snapshot --netns "$client" -o client.yaml || fail snapshot
uplint path 10.10.10.50 client.yaml -f json >file.json || fail "path on the file: status $?"
for answer in live.json file.json; do
	[ "$(jq -r '.paths[0].interface' $answer)" = eth0 ] || fail "$answer: first answer"
	[ "$(jq -r '.paths[0].connection.interface' $answer)" = eth1 ] || fail "$answer: connection"
	[ "$(jq -r '.paths[0].connection.source' $answer)" = 10.10.10.11 ] || fail "$answer: source"
done
[ "$(ip -n "$client" -j route get 10.10.10.50 | jq -r '.[0].dev')" = eth0 ] || fail "ip route get"

ip -n "$client" rule del pref 101
if ! ip -n "$client" rule add pref 90 ipproto tcp dport 3260 lookup 101 2>/dev/null; then
	left_out "rules on ports: this kernel is older than 4.17"
	exit 0
fi
ip -n "$client" route replace 10.10.10.0/24 dev eth1 src 10.10.10.12 table 101
ip -n "$server" route replace 10.10.10.12 dev eth1
leaves_by_eth1 "a rule on the port"
by_port() {
	uplint query --netns "$client" -f json \
		"SELECT p.interface, p.source FROM host h JOIN path(h.host, '10.10.10.50', NULL, NULL, $1) p" | jq -c '.[] | [.interface, .source]'
}
[ "$(by_port 3260)" = '["eth1","10.10.10.12"]' ] || fail "path() to 3260: $(by_port 3260)"
[ "$(by_port 3261)" = '["eth0","10.10.10.11"]' ] || fail "path() to 3261: $(by_port 3261)"
[ "$(by_port NULL)" = '["eth0","10.10.10.11"]' ] || fail "path() without a port: $(by_port NULL)"
uplint path 10.10.10.50 --netns "$client" -f json | jq -e '.paths[0] |
	.connection == null and any(.warnings[]; startswith("TCP to port 3260 leaves by eth1"))' >/dev/null ||
	fail "path says nothing of the port"
