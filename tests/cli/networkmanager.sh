#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Where NetworkManager holds a port, fixes change its profile too: what they print, and, where nmcli is
# installed, that it takes every property so.
# shellcheck source=tests/cli/lib.sh
. "$ROOT/tests/cli/lib.sh"

cat >host.yaml <<-'END'
	host: db01
	platform: linux
	interface:
	  - { name: eth0, kind: physical, admin: true, carrier: true, mtu: 1500, manager: NetworkManager, connection: lan, addresses: [10.0.0.1/24] }
	  - { name: eth1, kind: physical, admin: true, carrier: true, mtu: 1500, manager: NetworkManager, connection: It's storage }
	  - { name: eth2, kind: physical, admin: true, carrier: true, mtu: 1500, manager: NetworkManager, connection: lan two, addresses: [10.0.0.2/24] }
	  - { name: eth1.9, kind: vlan, lower: eth1, admin: true, carrier: true, mtu: 9000, manager: NetworkManager, connection: vlan9 }
	  - { name: eth3, kind: vlan, lower: eth1, admin: true, carrier: true, mtu: 9000, manager: systemd-networkd, connection: /etc/x.network }
	  - { name: bond0, kind: bond, admin: true, carrier: true, manager: NetworkManager, connection: bond }
	bond: [{ name: bond0, driver: bond, mode: active-backup, miimon: 0, arp_interval: 0 }]
	address:
	  - { interface: eth1, address: 10.1.0.1, prefixlen: 24, method: dhcp }
	  - { interface: eth2, address: 10.0.0.2, prefixlen: 24, method: static }
	route:
	  - { dst: 0.0.0.0/0, gateway: 10.0.0.254, interface: eth0, metric: 100 }
	  - { dst: 0.0.0.0/0, gateway: 10.1.0.254, interface: eth1, metric: 101 }
	nfs_mount: [{ path: /data, server: 10.1.0.50 }]
END
printf 'params: {storage_mtu: 9000}\n' >policy.yaml
uplint check -p policy.yaml -f json host.yaml >out 2>err
jq -r '.results[].fix[].run // empty' out | grep '^nmcli' | sort >got
cat >wanted <<'END'
nmcli connection modify id 'It'\''s storage' +ipv4.routes 10.1.0.50/32
nmcli connection modify id 'It'\''s storage' 802-3-ethernet.mtu 9000
nmcli connection modify id 'It'\''s storage' ipv4.method manual ipv4.addresses 10.1.0.1/24 && nmcli device reapply eth1
nmcli connection modify id 'It'\''s storage' ipv4.never-default yes ipv6.never-default yes
nmcli connection modify id bond +bond.options miimon=100
nmcli connection modify id vlan9 802-3-ethernet.mtu 1500
END
diff wanted got || fail "other commands"

# As printed, but for the name: offline the profile is standard input.
takes() {
	sed -n "s/ \&\& .*//; s/^nmcli connection modify id .* \($1\)/\1/p" got >change
	[ -s change ] || fail "no $1"
	# shellcheck disable=SC2046 # words, as printed
	{ printf '[connection]\nid=x\nuuid=1b5a1e26-1b5a-4e26-8f5c-0123456789ab\ninterface-name=x0\ntype=%s\n' "$2"
	  printf '[ipv4]\nmethod=manual\naddress1=10.0.0.2/24\naddress2=10.0.0.3/24\n[vlan]\nid=9\nparent=eth1\n'
	} | nmcli --offline connection modify $(head -n 1 change) >profile 2>&1 || fail "$1: $(cat profile)"
	has profile "$3"
}
command -v nmcli >/dev/null || { left_out "its own word: nmcli is not installed"; exit 0; }
takes '802-3-ethernet.mtu.*' ethernet mtu=9000
takes '802-3-ethernet.mtu.*' vlan mtu=9000
takes 'ipv4.method.*' ethernet address1=10.1.0.1/24
takes 'ipv4.never-default.*' ethernet never-default=true
takes '+ipv4.routes.*' ethernet route1=10.1.0.50/32
takes '+bond.options.*' bond miimon=100
