#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Who configures an interface, what came by DHCP, NFS mounts: out of files below a root.
. "$ROOT/tests/live/lib.sh"
ns_new managers
for i in 0 1 2 3 4; do
	echo "link add e$i type veth peer name p$i"
	echo "link set e$i up"
	echo "link set p$i up"
	echo "addr add 10.0.$i.1/24 dev e$i"
done | ns_ip
index() { ip -n "$ns" -j link show "$1" | jq '.[0].ifindex'; }

mkdir -p root/{etc/network/interfaces.d,etc/iproute2,proc/self,var/lib/dhcp} root/run/systemd/netif/{links,leases} \
	root/run/NetworkManager/devices root/etc/NetworkManager/system-connections
printf 'iface e0 inet dhcp\n' >root/etc/network/interfaces.d/e0
printf 'ADMIN_STATE=configured\nNETWORK_FILE=/etc/systemd/network/e1.network\n' >"root/run/systemd/netif/links/$(index e1)"
printf 'ADDRESS=10.0.1.1\n' >"root/run/systemd/netif/leases/$(index e1)"
printf 'ADMIN_STATE=configured\nNETWORK_FILE=/run/systemd/network/10-netplan-e2.network\n' >"root/run/systemd/netif/links/$(index e2)"
printf '[device]\nmanaged=true\nconnection-uuid=u-3\n' >"root/run/NetworkManager/devices/$(index e3)"
printf '[connection]\nid=Storage A\nuuid=u-3\n[ipv4]\nmethod=manual\naddress1=10.0.3.1/24\n' >root/etc/NetworkManager/system-connections/a.nmconnection
printf 'lease {\n  interface "e4";\n  fixed-address 10.0.4.1;\n}\n' >root/var/lib/dhcp/dhclient.leases
printf '20 1 0:30 / /data rw - nfs4 nas:/x rw,vers=4.1,addr=10.9.9.9\n' >root/proc/self/mountinfo
printf '101 storage\n' >root/etc/iproute2/rt_tables
echo built-by-hand >root/etc/hostname
printf 'ID=rhel\nVERSION_ID="9.4"\n' >root/etc/os-release
ip -n "$ns" route add 10.9.0.0/16 dev e0 table 101

ask() { ns_exec uplint query --root root -f json "$1" | jq -S 'map(with_entries(select(.value != null)))'; }
managers='[{"name": "e0", "manager": "ifupdown", "connection": "/etc/network/interfaces.d/e0"},
	{"name": "e1", "manager": "systemd-networkd", "connection": "/etc/systemd/network/e1.network"},
	{"name": "e2", "manager": "netplan", "connection": "/run/systemd/network/10-netplan-e2.network"},
	{"name": "e3", "manager": "NetworkManager", "connection": "Storage A"}, {"name": "e4"}]'
same_facts managers "$managers" "$(ask "SELECT name, manager, connection FROM interface WHERE name LIKE 'e%' ORDER BY name")"
methods='[{"interface": "e0", "method": "dhcp"}, {"interface": "e1", "method": "dhcp"}, {"interface": "e2", "method": "static"},
	{"interface": "e3", "method": "static"}, {"interface": "e4", "method": "dhcp"}]'
same_facts methods "$methods" "$(ask "SELECT interface, method FROM address WHERE interface LIKE 'e%' AND family = 4 ORDER BY interface")"
same_facts host '[{"name": "built-by-hand", "os": "rhel", "os_version": "9.4", "kind": "live"}]' \
	"$(ask 'SELECT name, os, os_version, kind FROM host')"
same_facts mounts '[{"path": "/data", "server": "nas", "share": "/x", "server_ip": "10.9.9.9"}]' \
	"$(ask 'SELECT path, server, share, server_ip FROM nfs_mount')"
same_facts "table names" '[{"dst": "10.9.0.0/16", "route_table": "storage"}]' \
	"$(ask "SELECT dst, route_table FROM route WHERE dst = '10.9.0.0/16'")"

# The same host, saved: its files, and what ip prints.
ip -n "$ns" -d address >root/ip_-d_address
ask() { uplint query -f json "$1" root | jq -S 'map(with_entries(select(.value != null)))'; }
same_facts "managers of the saved host" "$managers" \
	"$(ask "SELECT name, manager, connection FROM interface WHERE name LIKE 'e%' ORDER BY name")"
same_facts "methods of the saved host" "$methods" \
	"$(ask "SELECT interface, method FROM address WHERE interface LIKE 'e%' AND family = 4 ORDER BY interface")"
