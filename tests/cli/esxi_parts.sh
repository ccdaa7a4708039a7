#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A command of an ESXi host that asks for one of many gives a row and no list: nothing is compliant
# by what it does not show.
# shellcheck disable=SC2317 # the outputs are called by name
. "$ROOT/tests/cli/lib.sh"

interfaces() {
	echo '[root@esx1:~] esxcli network ip interface list'
	for port in vmk0 vmk1; do
		cat <<-EOF
		$port
		   Name: $port
		   MAC Address: 00:50:56:01:00:0${port#vmk}
		   Enabled: true
		   Portset: vSwitch0
		   Portgroup: $port
		   MTU: 1500
		   Port ID: 3355443${port#vmk}

		EOF
	done
}
address() { # what stands behind the command, last byte of the address of each port
	echo "[root@esx1:~] esxcli network ip interface ipv4 get$1"
	echo 'Name  IPv4 Address  IPv4 Netmask   IPv4 Broadcast  Address Type  Gateway  DHCP DNS'
	echo '----  ------------  -------------  --------------  ------------  -------  --------'
	while [ $# -gt 1 ]; do
		printf 'vmk%d  10.1.0.%-7d  255.255.255.0  10.1.0.255      STATIC        0.0.0.0     false\n' "$2" $((11 + $2))
		shift
	done
}
state() { # INPUT TABLE
	uplint query "SELECT state, why FROM coverage WHERE fact = '$2'" "$1" -f csv >out 2>err || fail "$1"
}

# Whatever picks the row, or where the list lacks a port that another has.
for by in ' -i vmk1' ' --interface-name=vmk1' ' --interface-name vmk1' ' -N vmotion' ' | grep vmk1' ' | head -n 3' ''; do
	{ interfaces && address "$by" 1; } >one.txt
	state one.txt address
	has out partial
	if [ "$by" ]; then
		has out "only a part of the list was asked for: esxcli network ip interface ipv4 get$by"
	else
		has out 'the address of vmk0 is in no list'
	fi
	uplint query 'SELECT interface, address FROM address' one.txt -f csv >out
	has out vmk1,10.1.0.12
	uplint check --select one-vmknic-per-subnet one.txt >out 2>err
	has out '0 compliant'
done

# The same by the name of a file.
mkdir -p files
interfaces >files/session.txt
address '' 1 | sed 1d >files/esxcli_network-ip-interface-ipv4-get_-i-vmk1.txt
state files address
has out 'only a part of the list was asked for'
mkdir -p long && cp files/session.txt long
address '' 1 | sed 1d >long/esxcli_network-ip-interface-ipv4-get--interface-name-vmk1.txt
state long address
has out 'only a part of the list was asked for'

# All of it: by pagers, formats and the stack that it is of anyway; a whole list makes up for a row.
for by in '' ' | more' ' 2>/dev/null' ' | tee /tmp/a'; do
	{ interfaces && address "$by" 0 1; } >all.txt
	state all.txt address
	has out read
done
{ interfaces && address ' -i vmk1' 1 && address '' 0 1; } >both.txt
state both.txt address
has out read
uplint check --select one-vmknic-per-subnet both.txt >out 2>err
has out 'vmk0, vmk1 are all in 10.1.0.0/24'

# Other lists.
portals() {
	echo "[root@esx1:~] esxcli iscsi networkportal list$1"
	printf '%s\n' vmhba64 '   Adapter: vmhba64' '   Vmknic: vmk1' '   Compliant Status: compliant'
}
routes() {
	echo "[root@esx1:~] esxcli network ip route ipv4 list$1"
	printf '%s\n' 'Network   Netmask        Gateway  Interface  Source' \
		'--------  -------------  -------  ---------  ------' \
		'10.1.0.0  255.255.255.0  0.0.0.0  vmk0       MANUAL'
}
for expected in 'partial:portals -A vmhba64' 'partial:portals --adapter=vmhba64' 'partial:portals -n vmk1' read:portals \
	'read:routes -N defaultTcpipStack' read:routes; do
	command=${expected#*:}
	name=${command%% *}
	$name "${command#"$name"}" >other.txt
	table=binding
	[ "$name" = portals ] || table=route
	state other.txt $table
	has out "${expected%%:*}"
done

for expected in 'partial: vSwitch1' read: 'read: 2>/dev/null'; do
	{ echo "[root@esx1:~] esxcfg-vswitch -l${expected#*:}" && cat "$ROOT/fixtures/collect/esxi7/esxcfg-vswitch_-l.txt"; } >one.txt
	state one.txt vswitch
	has out "${expected%%:*}"
done

# Records of which lines were picked may belong together or not: none is read.
{ echo "[root@esx1:~] esxcli network ip interface list | grep -E 'vmk1|MTU'" && interfaces | grep -E '^ *(vmk1|MTU)'; } >picked.txt
state picked.txt interface
has out "only a part of the list was asked for: esxcli network ip interface list | grep -E 'vmk1|MTU'"
uplint query 'SELECT count(*) FROM interface' picked.txt -f csv >out
has out 0
exit 0
