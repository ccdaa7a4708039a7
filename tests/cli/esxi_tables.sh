#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Tables of an ESXi host as copies have them: without the blanks between their columns, with tabs,
# cut off.  What can be read is the same; what cannot makes the list not whole, and is said.
. "$ROOT/tests/cli/lib.sh"

ask() { # INPUT SQL
	uplint query "$2" "$1" -f csv >out 2>err || fail "$1 cannot be read"
}
state() { # INPUT TABLE
	ask "$1" "SELECT state, why FROM coverage WHERE fact = '$2'"
}

# A ruler whose runs stand one blank apart cuts nothing: "0.0.0.0 vmk0" fits a column by accident.
cat >collapsed.txt <<-EOF
Network Netmask Gateway Interface Source
---------- ------------- ------------ --------- ------
default 0.0.0.0 10.2.129.254 vmk0 MANUAL
10.2.129.0 255.255.255.0 0.0.0.0 vmk0 MANUAL
EOF
ends 0 uplint path 10.2.129.7 collapsed.txt -f json
has out '"gateway": null'
has out '"certain": true'
sed '1s/Source/Whence/' collapsed.txt >foreign.txt
{ echo '~ # esxcli network ip route ipv4 list' && cat foreign.txt; } >typed.txt
state typed.txt route
has out 'absent,"an output of esxcli network ip route ipv4 list was there (typed.txt:2)'

# A row that is lost makes the list a part of one, and a path by it uncertain.
sed 's/10.2.129.0 255/10.2.129.O 255/' collapsed.txt >lost.txt
state lost.txt route
has out partial
ends 0 uplint path 10.2.129.7 lost.txt -f json
has out '"certain": false'

# Names have blanks; a switch of any name is told only where nothing else fits.
cat >groups.txt <<-EOF
Name Virtual Switch Active Clients VLAN ID
------------------ -------------- -------------- -------
Management Network vSwitch0 1 0
storage lan 0 7
storage B lan 0 8
EOF
ask groups.txt 'SELECT name, vswitch, vlan_id FROM portgroup'
has out 'Management Network,vSwitch0,0'
has out 'storage,lan,7'
lacks out 'storage B'
state groups.txt portgroup
has out partial
ask groups.txt 'SELECT line_text FROM note'
has out 'storage B lan 0 8'

# A table that a terminal cut: the last column is not believed, the others are.
cat >cut.txt <<-EOF
Network     Netmask        Gateway     Interface  So
----------  -------------  ----------  ---------  --
default     0.0.0.0        10.2.129.1  vmk1       MA
EOF
ask cut.txt 'SELECT gateway, interface, protocol FROM route'
has out '10.2.129.1,vmk1,'
state cut.txt route
has out partial

# esxcfg-vmknic without a broadcast column, with tabs, cut before the address.
header='Interface Port Group IP Address Netmask MAC Address MTU Enabled Type'
row='vmk2 iSCSI-A 10.1.1.11 255.255.255.0 00:50:56:01:00:01 1500 true STATIC'
printf '%s\n' "$header" "$row" >short.txt
printf '%s\n' $'Interface\tPort Group\tIP Address\tNetmask\tBroadcast\tMAC Address\tMTU\tEnabled\tType' \
	$'vmk2\tiSCSI-A\t10.1.1.11\t255.255.255.0\t10.1.1.255\t00:50:56:01:00:01\t1500\ttrue\tSTATIC' >tabs.txt
for input in short.txt tabs.txt; do
	ask $input 'SELECT interface, address, prefixlen, portgroup, mtu FROM address JOIN interface ON name = interface'
	has out 'vmk2,10.1.1.11,24,iSCSI-A,1500'
	state $input address
	has out read
done
printf '%s\n' "$header" "${row%1 255*}" >end.txt
state end.txt address
has out partial
ask end.txt 'SELECT address FROM address'
lacks out 10.1.1
{ echo '~ # esxcfg-vmknic -l' && echo "${header% MTU*}" && echo "$row"; } >headless.txt
state headless.txt address
has out 'an output of esxcfg-vmknic -l was there (headless.txt:2), and could not be read'

# What somebody wrote behind the values is no part of them, but a # in a name may be.
cat >remarks.txt <<-EOF
[root@esx1:~] esxcli network vswitch standard list
vSwitch1      # storage
   Name: vSwitch1      # storage
   Class: cswitch
   Num Ports: 1536
   MTU: 9000 # jumbo
   Uplinks: vmnic0, vmnic1     # two of them
   Portgroups: iSCSI # A

[root@esx1:~] esxcli network vswitch standard portgroup list
Name       Virtual Switch  Active Clients  VLAN ID
---------  --------------  --------------  -------
iSCSI # A  vSwitch1                     1       20  # tagged
[root@esx1:~] esxcfg-nics -l
Name    PCI          Driver      Link Speed      Duplex MAC Address       MTU    Description
vmnic0  0000:4b:00.0 icen        Up   25000Mbps  Full   68:05:ca:aa:bb:cc 9000   Intel # first
EOF
ask remarks.txt 'SELECT name, mtu, uplinks FROM vswitch'
has out 'vSwitch1,9000,"vmnic0,vmnic1"'
ask remarks.txt 'SELECT name, vswitch, vlan_id FROM portgroup'
has out 'iSCSI # A,vSwitch1,20'
ask remarks.txt 'SELECT name, mtu FROM interface'
has out vmnic0,9000

# Port binding of 4.x, with and without indentation, by its prompt and by its file.
cat >nics.txt <<-EOF
~ # esxcli swiscsi nic list -d vmhba39
vmk2
    pNic name: vmnic4
    ipv4 address: 10.1.1.11
    ipv4 net mask: 255.255.255.0
    mac address: 00:26:55:01:00:01
    mtu: 1500
    vlanId: 0
    link connected: true
    ethernet speed: 1000
EOF
sed 's/^ *//' nics.txt >flat.txt
mkdir -p old && sed 1d nics.txt >old/esxcli_swiscsi-nic-list_-d-vmhba39.txt
for input in nics.txt flat.txt old; do
	ask $input 'SELECT adapter, vmknic, vmnic FROM binding'
	has out vmhba39,vmk2,vmnic4
	ask $input 'SELECT interface, address, prefixlen FROM address'
	has out vmk2,10.1.1.11,24
	state $input binding
	has out read
done

# An output that says that an address does not answer.
cat >silent.txt <<-EOF
Neighbor    Mac Address        Vmknic         Expiry  State  Type
----------  -----------------  ------  -------------  -----  -------
10.1.1.50   (incomplete)       vmk1    -56739718 sec         Unknown
10.1.1.51   00:50:56:ad:1e:e5  vmk1         1199 sec         Dynamic
EOF
ask silent.txt 'SELECT address, state FROM neighbour ORDER BY address'
has out 10.1.1.50,INCOMPLETE
has out 10.1.1.51,
exit 0
