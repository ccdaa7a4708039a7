#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What was not read: the rules say so, the table coverage says what would tell, and the page has a
# line for each command.
. "$ROOT/tests/cli/lib.sh"

host() {
	cat >"$1.yaml" <<-END
		host: $1
		platform: ${2:-linux}
		version: ${3:-"6.1"}
		interface:
		- { name: eth0, kind: physical, admin: true, carrier: true, mtu: 1500 }
		- { name: eth1, kind: physical, admin: true, carrier: true, mtu: 1500 }
		address:
		- { interface: eth0, address: 10.0.0.2, prefixlen: 24, method: static }
		- { interface: eth1, address: 10.0.1.2, prefixlen: 24, method: static }
	END
}
block() { sed -n '/^Not checked, for want of input/,/^$/p' "$1"; }
reason() { jq -r --arg rule "$1" '.rules[] | select(.rule == $rule) | .status + ": " + .reason' out; }

# Nothing said of NFS, iSCSI: what these would decide is not evaluated, and never "no target".
host web01
ends 0 uplint check -f json web01.yaml
for rule in storage-reachable target-multipath route-mtu storage-port-static storage-mtu-equal; do
	[[ $(reason $rule) == 'not-evaluated: not read: '* ]] || fail "$rule: $(reason $rule)"
done
ends 0 uplint check web01.yaml
block out >lines
[ "$(wc -l <lines)" -le 10 ] || fail "the block is long: $(cat lines)"
grep -qE '^ +[0-9]+ checks  iscsiadm -m node -o show$' lines || fail "no line for the node records"
has lines 'All of it, on the host: uplint snapshot'
! grep -qE 'iscsi_(node|target|session)|nfs_mount' lines || fail "a table's name: $(cat lines)"
counts=$(awk '/ checks?  / { print $1 }' lines)
[ "$counts" = "$(sort -rn <<<"$counts")" ] || fail "not the most first: $counts"

# Read, and there is none; read in part, and there may be one.
none() {
	printf '%s: []\n' iscsi_node iscsi_iface iscsi_target iscsi_session iscsi_adapter iscsi_record
	printf '%s: []\n' route nexthop routing_rule neighbour uplink bond sysctl multipath link_neighbour fstab disk_mount
}
{ cat web01.yaml; none; echo 'nfs_mount: []'; } >all.yaml
ends 0 uplint check -f json all.yaml
[ "$(reason storage-reachable)" = 'not-applicable: no storage endpoint is known' ] || fail "$(reason storage-reachable)"
ends 0 uplint check all.yaml
lacks out 'for want of input'
{ cat web01.yaml; none; echo 'coverage: [ { fact: nfs_mount, state: partial, why: cut } ]'; } >cut.yaml
ends 0 uplint check -f json cut.yaml
[ "$(reason storage-reachable)" = 'not-evaluated: read in part: NFS mounts and datastores (cut)' ] ||
	fail "$(reason storage-reachable)"

# The command is one that the host's version has.
{ host esx4 esxi "4.1.0"; host esx50 esxi "5.0.0"; host esx7 esxi "7.0.3"; }
for name in esx4 esx50 esx7; do
	uplint query -f csv "SELECT command FROM coverage WHERE fact IN ('route', 'binding', 'nfs_mount')" $name.yaml |
		tr -d '\r' | sed 1d | paste -sd ';'
done >commands
diff - commands <<-'END' || fail 'commands of other versions'
	esxcfg-route -l;esxcli swiscsi nic list -d VMHBA;esxcfg-nas -l
	esxcfg-route -l;esxcli iscsi networkportal list;esxcli storage nfs list
	esxcli network ip route ipv4 list;esxcli iscsi networkportal list;esxcli storage nfs list
END

# The table says it too; a word that no list knows has no command, and no file gives one.
ends 0 uplint query -f csv "SELECT state, why, file, command FROM coverage WHERE fact = 'nfs_mount'" cut.yaml
has out 'partial,cut,,cat /proc/self/mountinfo'
ends 0 uplint query -f csv "SELECT file, command FROM coverage WHERE fact = 'address'" cut.yaml
has out 'cut.yaml,'
{ cat web01.yaml; echo 'coverage: [ { fact: nfs_mount, state: absent, missing: "rm -rf /" } ]'; } >evil.yaml
ends 0 uplint query -f csv "SELECT missing, command FROM coverage WHERE fact = 'nfs_mount'" evil.yaml
has out 'rm -rf /,cat /proc/self/mountinfo'
sed -i 's/missing/command/' evil.yaml
ends 2 uplint check evil.yaml
has err "unknown key of coverage 'command'"

# Facts that are missing of rows that are there, in a snapshot too.
mkdir esx
cat >esx/esxcli_network_ip_interface_ipv4_get.txt <<-'END'
	Name  IPv4 Address  IPv4 Netmask   IPv4 Broadcast  Address Type  Gateway  DHCP DNS
	----  ------------  -------------  --------------  ------------  -------  --------
	vmk0  10.1.0.11     255.255.255.0  10.1.0.255      STATIC        0.0.0.0     false
END
cat >esx/esxcfg-vmknic_-l.txt <<-'END'
	Interface  Port Group/DVPort/Opaque Network        IP Family IP Address                              Netmask         Broadcast       MAC Address       MTU     TSO MSS   Enabled Type                NetStack
	vmk0       Management Network                      IPv4      10.1.0.11                               255.255.255.0   10.1.0.255      00:50:56:7a:11:01 1500    65535     true    STATIC              defaultTcpipStack
END
ask="SELECT state, missing, command FROM coverage WHERE fact = 'interface'"
ends 0 uplint query -f csv "$ask" esx
has out 'esxcli network ip interface tag get -i VMK'
mv out first
ends 0 uplint snapshot esx
cp out copy.yaml
ends 0 uplint query -f csv "$ask" copy.yaml
diff first out || fail "the snapshot says otherwise"

# Several hosts: each line says on how many; -v says which rules wait.
host web02
ends 1 uplint check web01.yaml web02.yaml all.yaml
block out >lines
grep -qE 'iscsiadm -m node -o show \(2 hosts\)$' lines || fail "on how many hosts: $(cat lines)"
ends 0 uplint check -v web01.yaml
block out >lines
has lines 'storage-reachable'
for width in 80 200; do
	COLUMNS=$width uplint check web01.yaml >out 2>err
	block out | awk -v w=$width 'length($0) > w { exit 1 }' || fail "wider than $width"
done

# Evidence in a rule's own words: what was not checked for want of it counts with its command, as with columns.
cat >bond.yaml <<-'END'
	host: bond
	platform: linux
	bond: [{ name: bond0, driver: bond, mode: active-backup }]
	uplink:
	- { team: bond0, team_kind: bond, interface: eth0 }
	- { team: bond0, team_kind: bond, interface: eth1 }
END
ends 0 uplint check -v bond.yaml
has out 'bond-members-up eth0: not known: whether it is up and has'
sed -n '/^Not decided by/,/^$/p' out >lines
has lines 'not known: how often the link failed (bond-steady)'
lacks lines 'bond-members-up'
