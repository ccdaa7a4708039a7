#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Hosts that people have shown, but for their iSCSI (iscsi_published.sh): facts, findings and paths are those that their
# authors and the kernel tell, and nothing else is found. TRY=NAME takes one.
# shellcheck source=tests/cli/inputs.lib.sh
. "$ROOT/tests/cli/inputs.lib.sh"
captures=$ROOT/fixtures/captures

# report: what is wrong in $source is exactly "RULE SUBJECT"; exit 2 where nothing could be judged.
report() {
	uplint check -f json "$source" >out 2>err
	finds "$@"
}
judged() {
	jq -e --arg status "$1" --arg rule "$2" --arg subject "$3" \
		'any(.results[]; .rule == $rule and .subject == $subject and .status == $status)' out >/dev/null || fail "$2 $3 is not $1"
}

# As reports lay it out, and as a file with a name of its own.
laid_out() {
	mkdir -p sos/sos_commands/networking plain
	cp "$captures/$1/$2" sos/sos_commands/networking
	cp "$captures/$1/$2" plain/output.txt
}

# A switch that does not answer LACP, below a bridge: a device is bond and bridge port at once, and numbers go up and down.
bond_without_partner() {
	laid_out bond-lacp-no-partner-under-bridge-ip-d-addr ip_-d_address
	for source in sos plain; do
		report 'lacp-negotiated bond1'
		says "SELECT name, ifindex, kind, master FROM interface WHERE name LIKE '%bond1' ORDER BY ifindex" bond1,45,bond,br-bond1 br-bond1,46,bridge,
		says "SELECT mode, ports, lacp_rate, hash_policy FROM bond" 802.3ad,1,fast,layer3+4
		says "SELECT interface, address, prefixlen FROM address WHERE family = 4" br-bond1,10.10.101.33,26
	done
}

# One MTU from the member to the VLAN; the listing was edited, so that it is not whole.
bond_vlan_jumbo() {
	laid_out bond-lacp-vlan-jumbo-ip-d-link ip_-s_-d_link
	for source in sos plain; do
		report
		says "SELECT name, kind, mtu, lower, vlan_id FROM interface WHERE name LIKE 'bond%' ORDER BY name" \
			bond1,bond,9000,, bond1.4003,vlan,9000,bond1,4003
		says "SELECT name, mtu, master FROM interface WHERE name LIKE 'en%'" enp59s0f0,9000,bond1
		says "SELECT name, mode, hash_policy, lacp_rate, partner_mac, ports FROM bond" bond1,802.3ad,layer2,fast,44:39:39:ff:40:09,2
		says "SELECT interface, role, link FROM uplink" enp59s0f0,active,1
		says "SELECT address FROM address WHERE family = 4" 127.0.0.1
	done
}

bond_of_proc() {
	source=$captures/bond-proc-active-backup
	report
	says "SELECT name, mode, active_member, primary_member, miimon FROM bond" bond0,active-backup,enp17s0f0,,100
	says "SELECT interface, role, link, permanent_mac, failures FROM uplink ORDER BY 1" \
		enp17s0f0,active,1,00:1f:f3:af:d3:f0,0 enp17s0f1,standby,1,00:1f:f3:af:d3:f1,0
}

# A mask far too wide, and two ports in one subnet; the kernel was asked for these ways.
wide_mask() {
	local to interface gateway from
	source=$captures/forum-em1-em3-em4-wide-netmask
	report 'one-nic-per-subnet 10.31.96.0/22' 'overlapping-subnets em1 em3' 'overlapping-subnets em1 em4'
	while read -r to interface gateway from; do
		ends 0 uplint path -f json "$to" "$source"
		jq -e --arg i "$interface" --arg g "$gateway" --arg s "$from" \
			'.paths[0] | .interface == $i and (.gateway // "-") == $g and .source == $s' out >/dev/null ||
			fail "path $to: $(jq -c '.paths[0] | [.interface, .gateway, .source]' out)"
	done <<-'EOF'
	10.31.45.106 em1 - 10.0.0.100
	10.31.96.1 em3 - 10.31.97.100
	10.31.97.5 em3 - 10.31.97.100
	10.31.96.61 lo - 10.31.96.61
	8.8.8.8 em3 10.31.96.1 10.31.97.100
	192.168.1.1 em3 10.31.96.1 10.31.97.100
	EOF
}

# Addresses that were masked by letters are not known; a piece of a netplan file beside it adds no address.
masked_addresses() {
	mkdir alone both
	cp "$captures/gh-fusioninventory-376-bond-altnames/ip_addr" alone
	cp "$captures/gh-fusioninventory-376-bond-altnames"/{ip_addr,netplan-excerpt.yaml} both
	for source in alone both; do
		report
		says "SELECT name, altnames, mac, master FROM interface ORDER BY name" bond0,,, eno1,enp2s0f0,,bond0 ens3f0,enp8s0f0,,bond0
		says "SELECT interface, address, prefixlen FROM address WHERE family = 4" bond0,10.2.0.2,24
	done
}

# Labels are no devices; all the MAC addresses are one, which is no fault of a bond and its VLAN.
labels() {
	source=$captures/gh-fusioninventory-640-bond-vlans
	report
	says "SELECT name, lower, master, mac FROM interface WHERE name <> 'lo' ORDER BY ifindex" \
		eth0,,bond0,0c:c4:7a:03:24:fb eth1,,bond0,0c:c4:7a:03:24:fb bond0,,,0c:c4:7a:03:24:fb bond0.3000,bond0,,0c:c4:7a:03:24:fb
	says "SELECT interface, count(*) FROM address WHERE interface <> 'lo' GROUP BY 1 ORDER BY 1" bond0,4 bond0.3000,2
}

bond_unwatched() {
	source=$captures/ml-netdev-bond-no-link-monitoring
	report 'bond-members-up enp0s31f6' 'bond-monitored bond5' 'bond-redundant bond5'
	says "SELECT name, carrier FROM interface ORDER BY name" bond5,1 enp0s31f6,0
}

bridge_json() {
	source=$captures/ip-json-infix-bridge-mdb
	report
	says "SELECT master, count(*) FROM interface WHERE master IS NOT NULL GROUP BY 1" br0,"$(grep -o '"master":"br0"' "$source/ip_-s_-d_-j_link_show" | wc -l)"
}

# A container: two addresses of one port in one subnet are no fault; no initiator's name yet, nothing of iSCSI; loose filter.
ubuntu_report() {
	local to interface from
	cp -r "$captures/sos4-ubuntu-report" sosreport-vault
	tar -cJf sosreport-vault.tar.xz sosreport-vault
	for source in "$captures/sos4-ubuntu-report" sosreport-vault sosreport-vault.tar.xz; do
		report
		says 'SELECT host, kind FROM host' "$(cat sosreport-vault/etc/hostname),sosreport"
		says "SELECT interface, address, prefixlen, secondary FROM address WHERE family = 4 AND interface = 'eth0'" eth0,10.0.0.121,24,0 eth0,10.0.0.200,24,1
		says "SELECT interface, value FROM sysctl WHERE name = 'rp_filter' AND interface IN ('all', 'default', 'eth0') ORDER BY 1" all,2 default,2 eth0,2
		says "SELECT name FROM iscsi_iface WHERE NOT builtin UNION ALL SELECT target FROM iscsi_node UNION ALL SELECT target FROM iscsi_session"
		says "SELECT initiator_name, initiator_name_set FROM iscsi_adapter" ,0
		while read -r to interface from; do
			ends 0 uplint path -f json "$to" "$source"
			jq -e --arg i "$interface" --arg s "$from" '.paths[0] | .interface == $i and .source == $s' out >/dev/null ||
				fail "path $to: $(jq -c '.paths[0] | [.interface, .source]' out)"
		done <<-'EOF'
		10.0.0.2 eth0 10.0.0.121
		10.0.0.200 lo 10.0.0.121
		10.0.0.7 eth0 10.0.0.121
		192.168.1.1 eth0 10.0.0.121
		10.0.0.255 eth0 10.0.0.121
		EOF
	done
}

teams() {
	source=$captures/team-activebackup
	report
	says 'SELECT name, mode, active_member FROM bond' team0,activebackup,eno1
	source=$captures/team-one-port-left
	report 'bond-redundant team0'
	source=$captures/team-lacp-slow
	report
	says 'SELECT mode, lacp_rate, aggregator FROM bond' lacp,slow,4
	says 'SELECT interface, link FROM uplink ORDER BY 1' enp0s8,1 enp0s9,1
	source=$captures/team-lacp-fast
	report
	says 'SELECT mode, lacp_rate, aggregator FROM bond' lacp,fast,125
	says 'SELECT name FROM interface WHERE speed = 0'
}

names='bond_without_partner bond_vlan_jumbo bond_of_proc wide_mask masked_addresses labels bond_unwatched bridge_json ubuntu_report teams'
# shellcheck disable=SC2086 # words
tries ${TRY:-$names}
