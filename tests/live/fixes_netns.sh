#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# With --netns each printed command names the namespace: pasted outside, it cures the host inside and
# leaves this one alone.
. "$ROOT/tests/live/lib.sh"
need_namespaces
world=''
ns_new outer-world world
ns_new inner
mkdir root root/etc
world=$world ns_exec sh -eu -c '. "$ROOT/tests/live/hosts.lib.sh"
	management eth0 10.0.0.2/24 10.0.0.1
	wire eth1 san 10.10.10.2/24
	wire eth2 lan 10.20.0.2/24
	server san 10.10.10.50/24 10.10.10.1/24
	ip route add 10.10.10.50 via 10.0.0.1
	ip route add default via 10.10.10.1 metric 300
	bridge br0 -- eth2'
cat >policy.yaml <<-'END'
	roles: {management: {interfaces: [^eth0$]}, storage: {interfaces: [^eth1$]}}
	expect: {nfs_servers: [10.10.10.50]}
END
findings() {
	uplint check --netns "$ns" -p policy.yaml -f json >"$1.json" 2>err
	[ $? -le 1 ] || fail "the check failed"
	jq -r '.results[] | select(.status == "non-compliant" and .severity != "info") | "\(.rule) \(.subject)"' "$1.json" | sort >"$1"
}
own() {
	(ip addr; ip route show table all; ip rule; sysctl -a 2>/dev/null | grep -E 'rp_filter|arp_|accept_ra') |
		sed 's/valid_lft.*//; s/expires.*//'
}

findings before
for fault in "bond-member-has-no-address eth2" "route-to-storage 10.10.10.50:2049" "storage-not-default eth1"; do
	grep -qxF "$fault" before || { cp before out; fail "not found: $fault"; }
done
jq -r '.results[] | select(.status == "non-compliant") | .fix[]? | .run // empty' before.json >run
[ -s run ] || fail "no command"
sed 's/ && /\n/g' run | grep -vE "^ip netns exec $ns |^\$" >bare
[ ! -s bare ] || fail "without the namespace: $(head -n 3 bare)"
own >before.own
[ -s before.own ] || fail "nothing is known of the namespace of the test"
unshare -m sh -c 'mount --make-rprivate / && mount -t tmpfs none /etc/sysctl.d && sh ./run' >out 2>err </dev/null ||
	fail "a command failed"
findings after
[ ! -s after ] || { cp after out; fail "still there, or new"; }
own | diff before.own - || fail "the namespace of the test itself was changed"
