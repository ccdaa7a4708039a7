#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Whose an interface is and how it came to its addresses, out of a saved host's files and out of what
# nmcli, networkctl and wicked printed.
# shellcheck disable=SC2016 # the backticks are those of the words
# shellcheck source=tests/cli/lib.sh
. "$ROOT/tests/cli/lib.sh"

# A new host with eth0 10.0.0.5, 10.0.0.6 (of the same subnet) and fd00::5, eth1 10.0.1.5, all without end.
new_host() {
	rm -rf host
	mkdir -p host
	cat >host/ip_-d_address <<-'END'
	1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000
	    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00 promiscuity 0
	    inet 127.0.0.1/8 scope host lo
	       valid_lft forever preferred_lft forever
	2: eth0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc mq state UP group default qlen 1000
	    link/ether 52:54:00:00:00:01 brd ff:ff:ff:ff:ff:ff promiscuity 0
	    inet 10.0.0.5/24 brd 10.0.0.255 scope global eth0
	       valid_lft forever preferred_lft forever
	    inet 10.0.0.6/24 scope global secondary eth0
	       valid_lft forever preferred_lft forever
	    inet6 fd00::5/64 scope global
	       valid_lft forever preferred_lft forever
	3: eth1: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc mq state UP group default qlen 1000
	    link/ether 52:54:00:00:00:02 brd ff:ff:ff:ff:ff:ff promiscuity 0
	    inet 10.0.1.5/24 brd 10.0.1.255 scope global eth1
	       valid_lft forever preferred_lft forever
	END
}

# file NAME: a file of the host, from standard input.
file() {
	mkdir -p "host/$(dirname "$1")"
	cat >"host/$1"
}

# managers WHAT INTERFACE,MANAGER,CONNECTION…; methods WHAT ADDRESS,METHOD…: exactly these are known.
same_rows() {
	local what=$1
	shift
	tail -n +2 out | tr -d '\r' >got
	printf '%s\n' "$@" | sed '/^$/d' | diff - got >difference || { cat difference; fail "$what"; }
}
managers() {
	ends 0 uplint query -f csv 'SELECT name, manager, connection FROM interface WHERE manager IS NOT NULL ORDER BY name' host
	same_rows "$@"
}
methods() {
	ends 0 uplint query -f csv "SELECT address, method FROM address WHERE method IS NOT NULL AND interface <> 'lo' ORDER BY rowid" host
	same_rows "$@"
}

# --- without any file nothing is known
new_host
managers "no files" ''
methods "no files" ''

# --- ifcfg of Red Hat: NetworkManager or network-scripts, who knows
new_host
file etc/sysconfig/network-scripts/ifcfg-eth0 <<'END'
# storage A
DEVICE="eth0"
HWADDR=52:54:00:00:00:01
NAME='Storage A'
BOOTPROTO=none
ONBOOT=yes
IPADDR=10.0.0.5
PREFIX=24
IPADDR1=10.0.0.6
NETMASK1=255.255.255.0
IPV6ADDR=fd00::5/64
DEFROUTE=no
MTU=9000
END
file etc/sysconfig/network-scripts/ifcfg-eth1 <<<$'DEVICE=eth1\nBOOTPROTO=dhcp\nIPADDR=10.0.1.5'
file etc/sysconfig/network-scripts/ifcfg-eth1.bak <<<$'DEVICE=eth0\nBOOTPROTO=dhcp'
file etc/sysconfig/network-scripts/route-eth0 <<<'10.9.0.0/16 via 10.0.0.1'
managers "ifcfg" ''
methods "ifcfg" 10.0.0.5,static 10.0.0.6,static fd00::5,static 10.0.1.5,dhcp
ends 0 uplint query -f csv 'SELECT line_text FROM note' host
lacks out 10.9.0.0
echo NM_CONTROLLED=no >>host/etc/sysconfig/network-scripts/ifcfg-eth0
managers "NM_CONTROLLED=no" eth0,network-scripts,/etc/sysconfig/network-scripts/ifcfg-eth0
printf 'ID="rhel"\nVERSION_ID="9.4"\n' >host/etc/os-release
managers "RHEL 9" eth0,network-scripts,/etc/sysconfig/network-scripts/ifcfg-eth0 "eth1,NetworkManager,System eth1"
methods "RHEL 9: NetworkManager's leases end" 10.0.0.5,static 10.0.0.6,static fd00::5,static
printf 'ID="rhel"\nVERSION_ID="9.4"\n' >host/etc/os-release
file nmcli_dev_status <<'END'
DEVICE  TYPE      STATE                   CONNECTION
eth1    ethernet  connected               System eth1
eth0    ethernet  unmanaged               --
virbr0  bridge    connected (externally)  virbr0
lo      loopback  unmanaged               --
END
managers "nmcli beside it" eth0,network-scripts,/etc/sysconfig/network-scripts/ifcfg-eth0 "eth1,NetworkManager,System eth1"
rm host/etc/os-release

# --- an alias's file, and a file told by its hardware address
new_host
file etc/sysconfig/network-scripts/ifcfg-eth0:1 <<<$'DEVICE=eth0:1\nIPADDR=10.0.0.6\nBOOTPROTO=static'
file etc/sysconfig/network-scripts/ifcfg-storage <<<$'HWADDR=52:54:00:00:00:02\nIPADDR=10.0.1.5\nNM_CONTROLLED=no'
managers "alias, HWADDR" eth1,network-scripts,/etc/sysconfig/network-scripts/ifcfg-storage
methods "alias, HWADDR" 10.0.0.5,static 10.0.0.6,static 10.0.1.5,static

# --- ifcfg of SUSE
new_host
file etc/sysconfig/network/ifcfg-eth0 <<<$'STARTMODE=\'auto\'\nBOOTPROTO=\'static\'\nIPADDR=\'10.0.0.5/24\'\nIPADDR_1=\'fd00::5/64\''
file etc/sysconfig/network/ifcfg-eth1 <<<$'BOOTPROTO=\'dhcp4\'\nSTARTMODE=\'auto\''
file etc/sysconfig/network/config <<<$'NETCONFIG_MODULES_ORDER="dns-resolver"'
managers "wicked" eth0,wicked,/etc/sysconfig/network/ifcfg-eth0 eth1,wicked,/etc/sysconfig/network/ifcfg-eth1
methods "wicked" 10.0.0.5,static 10.0.0.6,static fd00::5,static 10.0.1.5,dhcp

# --- keyfiles, of which the secrets are nowhere
new_host
file etc/NetworkManager/system-connections/a.nmconnection <<'END'
[connection]
id=Storage\sA\s
uuid=11111111-2222-3333-4444-555555555555
type=ethernet
interface-name=eth0

[802-1x]
password=hunter2

[ipv4]
method=manual
address1=10.0.0.5/24,10.0.0.1
address2=10.0.0.6/24

[ipv6]
method=manual
address1=fd00::5/64
END
file etc/NetworkManager/system-connections/b <<<$'[connection]\nid=b\nuuid=b-uuid\n[ethernet]\nmac-address=52:54:00:00:00:02\n[ipv4]\nmethod=auto'
file var/lib/NetworkManager/secret_key <<<'nm-v2:hunter3'
managers "keyfiles" 'eth0,NetworkManager,Storage A ' eth1,NetworkManager,b
methods "keyfiles" 10.0.0.5,static 10.0.0.6,static fd00::5,static
ends 0 uplint snapshot host
lacks out hunter
file var/lib/NetworkManager/internal-b1111111-2222-3333-4444-555555555555-eth1.lease <<<'ADDRESS=10.0.1.5'
methods "a lease of NetworkManager" 10.0.0.5,static 10.0.0.6,static fd00::5,static 10.0.1.5,dhcp
# what was once leased, and is set by hand today
file var/lib/NetworkManager/internal-b1111111-2222-3333-4444-555555555555-eth0.lease <<<'ADDRESS=10.0.0.5'
methods "a lease of old" 10.0.0.5,static 10.0.0.6,static fd00::5,static 10.0.1.5,dhcp
# a second profile for the same port: which is used?
file etc/NetworkManager/system-connections/c <<<$'[connection]\nid=c\ninterface-name=eth0'
managers "two profiles" eth0,NetworkManager, eth1,NetworkManager,b

# --- interfaces(5)
new_host
file etc/network/interfaces <<'END'
auto lo eth0
iface lo inet loopback
iface eth0 inet static
	address 10.0.0.5/24
	# address 10.0.0.6
	up ip route add 10.9.0.0/16 via 10.0.0.1
iface eth0 inet6 static
	address fd00::5
	netmask 64
source /etc/network/more/*.cfg
END
file etc/network/more/x.cfg <<<$'iface eth1 \\\n  inet dhcp'
file etc/network/more/x.off <<<$'iface eth0 inet dhcp'
file etc/network/interfaces.templ <<<$'iface eth0 inet dhcp'
managers "ifupdown" eth0,ifupdown,/etc/network/interfaces eth1,ifupdown,/etc/network/more/x.cfg lo,ifupdown,/etc/network/interfaces
methods "ifupdown" 10.0.0.5,static 10.0.0.6,static fd00::5,static 10.0.1.5,dhcp
# a lease and a file contradict each other
file var/lib/dhcp/dhclient.leases <<<$'lease {\n  interface "eth0";\n  fixed-address 10.0.0.5;\n}'
methods "ifupdown and a lease" 10.0.0.6,static fd00::5,static 10.0.1.5,dhcp
ends 0 uplint query -f csv 'SELECT line_text, reason FROM note' host
has out '10.0.0.5,'

# --- networkd: the first file by name that fits, with its additions
new_host
file etc/systemd/network/20-all.network <<<$'[Match]\nName=eth* !lo\n[Network]\nDHCP=yes'
file etc/systemd/network/10-eth0.network <<<$'[Match]\nMACAddress=52:54:00:00:00:01\n[Network]\nAddress=10.0.0.5/24\n[Address]\nAddress=fd00::5/64'
file usr/lib/systemd/network/10-eth0.network <<<$'[Match]\nName=eth1\n[Network]\nDHCP=yes'
file etc/systemd/network/10-eth0.network.d/more.conf <<<$'[Network]\nAddress=10.0.0.6/24'
managers "networkd" eth0,systemd-networkd,/etc/systemd/network/10-eth0.network eth1,systemd-networkd,/etc/systemd/network/20-all.network
methods "networkd" 10.0.0.5,static 10.0.0.6,static fd00::5,static
# what the system ships says nothing where networkd may not run; an empty file hides others
new_host
file usr/lib/systemd/network/80-all.network <<<$'[Match]\nName=*\n[Network]\nDHCP=yes'
managers "shipped" ''
methods "shipped" ''
file etc/systemd/network/10-type.network <<<$'[Match]\nType=ether\n[Network]\nDHCP=yes'
file etc/systemd/network/20-eth1.network <<<$'[Match]\nName=eth1\n[Network]\nDHCP=no'
managers "a match that nobody can judge" ''

# --- netplan, and what it writes
new_host
file etc/netplan/50-cloud-init.yaml <<'END'
network:
  version: 2
  renderer: networkd
  ethernets:
    eth0:
      dhcp4: false
      addresses: [10.0.0.5/24, "fd00::5/64": {label: x}]
      nameservers: {addresses: [10.0.0.6]}
    second:
      match: {macaddress: "52:54:00:00:00:02"}
      dhcp4: yes
END
managers "netplan" eth0,netplan,/etc/netplan/50-cloud-init.yaml eth1,netplan,/etc/netplan/50-cloud-init.yaml
methods "netplan" 10.0.0.5,static 10.0.0.6,static fd00::5,static
file run/systemd/network/10-netplan-eth0.network <<<$'[Match]\nName=eth0\n[Network]\nAddress=10.0.0.5/24'
managers "netplan's own files" eth0,netplan,/run/systemd/network/10-netplan-eth0.network eth1,netplan,/etc/netplan/50-cloud-init.yaml
file networkctl_status_-a <<'END'
● 1: lo
                     Link File: /usr/lib/systemd/network/99-default.link
                  Network File: n/a
                          Type: loopback
                         State: carrier (unmanaged)
                       Address: 127.0.0.1
                                ::1

● 3: eth1
                     Link File: /usr/lib/systemd/network/99-default.link
                  Network File: /run/systemd/network/10-netplan-second.network
                          Type: ether
                         State: routable (configured)
                       Address: 10.0.1.5 (DHCP4 via 10.0.1.1)
                                fe80::5054:ff:fe00:2
                       Gateway: 10.0.1.1
END
managers "networkctl status" eth0,netplan,/run/systemd/network/10-netplan-eth0.network eth1,netplan,/run/systemd/network/10-netplan-second.network
methods "networkctl status" 10.0.0.5,static 10.0.0.6,static fd00::5,static 10.0.1.5,dhcp

# --- two that claim the same port: neither is believed, and a note says so
new_host
file etc/network/interfaces <<<$'iface eth0 inet dhcp'
file etc/netplan/x.yaml <<<$'network: {ethernets: {eth0: {addresses: [10.0.0.6/24]}}}'
managers "two managers" ''
ends 0 uplint query -f csv 'SELECT line_text, reason FROM note' host
has out 'netplan has a file for it, and ifupdown too'

# --- what managers keep while they run
new_host
file run/NetworkManager/devices/2 <<<$'[device]\nmanaged=true\nconnection-uuid=u-2'
file run/NetworkManager/devices/3 <<<$'[device]\nmanaged=unmanaged'
file etc/NetworkManager/system-connections/old <<<$'[connection]\nid=old\nuuid=u-1\ninterface-name=eth0\n[ipv4]\nmethod=auto'
file run/NetworkManager/system-connections/netplan-eth0.nmconnection <<<$'[connection]\nid=netplan-eth0\nuuid=u-2\n[ipv4]\nmethod=manual'
file etc/sysconfig/network-scripts/ifcfg-eth1 <<<'BOOTPROTO=none'
managers "state" eth0,netplan,netplan-eth0 eth1,network-scripts,/etc/sysconfig/network-scripts/ifcfg-eth1

# --- nmcli alone, in its forms
for form in table collapsed terse some overview connections; do
	new_host
	case $form in
	table) file nmcli_device <<-'END'
		DEVICE         TYPE      STATE                                  CONNECTION
		eth0           ethernet  connected                              Storage Ä 1
		eth1           ethernet  connecting (getting IP configuration)  b
		p2p-dev-wlan0  wifi-p2p  disconnected                           --
		END
		;;
	collapsed) file nmcli_device <<<$'DEVICE TYPE STATE CONNECTION\neth0 ethernet connected Storage Ä 1\neth1 ethernet connected (externally) eth1' ;;
	terse) file nmcli_device <<<$'eth0:ethernet:connected:Storage Ä 1\neth1:ethernet:connected (externally):eth1' ;;
	some) file nmcli_device <<<$'CONNECTION   DEVICE  STATE\nStorage Ä 1  eth0    connected\n--           eth1    disconnected' ;;
	overview) file nmcli <<<$'eth0: connected to Storage Ä 1\n        "Red Hat Virtio"\n        inet4 10.0.0.5/24\n\neth1: unmanaged\n        ethernet (virtio_net)' ;;
	connections) file nmcli_con <<<$'NAME         UUID                                  TYPE      DEVICE\nStorage Ä 1  11111111-2222-3333-4444-555555555555  ethernet  eth0\neth1         11111111-2222-3333-4444-555555555556  ethernet  eth1\nunused       11111111-2222-3333-4444-555555555557  ethernet  --' ;;
	esac
	managers "nmcli: $form" "eth0,NetworkManager,Storage Ä 1"
	ends 0 uplint query -f csv 'SELECT count(*) FROM note' host
	same_rows "notes of nmcli: $form" 0
done
new_host
file nmcli_con_show_id_Storage <<'END'
connection.id:                          Storage A
connection.uuid:                        11111111-2222-3333-4444-555555555555
connection.interface-name:              eth0
connection.autoconnect:                 yes
802-1x.password:                        hunter2
ipv4.method:                            auto
ipv4.addresses:                         10.0.0.6/24
ipv6.method:                            manual
GENERAL.NAME:                           Storage A
GENERAL.DEVICES:                        eth0
GENERAL.STATE:                          activated
IP4.ADDRESS[1]:                         10.0.0.5/24
IP4.ADDRESS[2]:                         10.0.0.6/24
DHCP4.OPTION[1]:                        dhcp_lease_time = 3600
DHCP4.OPTION[2]:                        ip_address = 10.0.0.5
IP6.ADDRESS[1]:                         fd00::5/64
END
file nmcli_dev_show <<'END'
GENERAL.DEVICE:                         eth0
GENERAL.TYPE:                           ethernet
GENERAL.STATE:                          100 (connected)
GENERAL.CONNECTION:                     Storage A
IP4.ADDRESS[1]:                         10.0.0.5/24

GENERAL.DEVICE:                         eth1
GENERAL.STATE:                          100 (connected (externally))
GENERAL.CONNECTION:                     eth1
IP4.ADDRESS[1]:                         10.0.1.5/24
END
managers "nmcli con show X" "eth0,NetworkManager,Storage A"
methods "nmcli con show X" 10.0.0.5,dhcp 10.0.0.6,static fd00::5,static
ends 0 uplint snapshot host
lacks out hunter

# --- wicked, also with its blanks gone
new_host
file wicked_ifstatus <<'END'
lo              up
      link:     #1, state up
      type:     loopback
      config:   compat:suse:/etc/sysconfig/network/ifcfg-lo
      leases:   ipv4 static granted
      addr:     ipv4 127.0.0.1/8 [static]

eth0            up
      link:     #2, state up, mtu 1500
      type:     ethernet, hwaddr 52:54:00:00:00:01
      config:   compat:suse:/etc/sysconfig/network/ifcfg-eth0,
                uuid: 6ad37e59-72d7-5988-9675-93b8df96d9f6
      leases:   ipv4 dhcp granted
      leases:   ipv6 dhcp granted, ipv6 auto granted
      addr:     ipv4 10.0.0.5/24 [dhcp]
      addr:     ipv4 10.0.0.6/24 scope universe label eth0 [static]
      addr:     ipv6 fd00::5/64 [auto]
      route:    ipv4 default via 10.0.0.1 proto dhcp

eth1            device-unconfigured
      link:     #3, state down, mtu 1500
      type:     ethernet, hwaddr 52:54:00:00:00:02
      config:   none
END
for form in printed collapsed; do
	managers "wicked: $form" eth0,wicked,/etc/sysconfig/network/ifcfg-eth0 lo,wicked,/etc/sysconfig/network/ifcfg-lo
	methods "wicked: $form" 10.0.0.5,dhcp 10.0.0.6,static fd00::5,slaac
	sed -i 's/^ *//; s/  */ /g' host/wicked_ifstatus
done

# --- addresses without flags: only what a file names, and one that DHCP alone can have given
new_host
rm host/ip_*
printf 'lo UNKNOWN 127.0.0.1/8\neth0 UP 10.0.0.5/24 10.0.0.6/24\neth1 UP 10.0.1.5/24\n' >host/ip_-br_addr
file etc/sysconfig/network/ifcfg-eth0 <<<$'BOOTPROTO=static\nIPADDR=10.0.0.5/24'
file etc/sysconfig/network/ifcfg-eth1 <<<$'BOOTPROTO=dhcp'
methods "ip -br" 10.0.0.5,static 10.0.1.5,dhcp

# --- the same in a sosreport, in a supportconfig and behind prompts
suse=$'BOOTPROTO=\'static\'\nIPADDR=\'10.0.0.5/24\'\nSTARTMODE=\'auto\''
new_host
mkdir -p host/sos_commands/networking host/sos_commands/networkmanager
mv host/ip_-d_address host/sos_commands/networking/
echo 'sosreport: 4.2' >host/version.txt
file sos_commands/networkmanager/nmcli_dev_status <<<$'DEVICE  TYPE      STATE      CONNECTION\neth0    ethernet  connected  System eth0\neth1    ethernet  unmanaged  --'
file etc/sysconfig/network-scripts/ifcfg-eth0 <<<$'BOOTPROTO=none\nIPADDR=10.0.0.5\nWPA_PSK=hunter2'
file etc/sysconfig/network-scripts/keys-eth0 <<<'WPA_PSK=hunter3'
managers "sosreport" "eth0,NetworkManager,System eth0"
methods "sosreport" 10.0.0.5,static 10.0.0.6,static
ends 0 uplint query -f csv 'SELECT kind FROM host' host
has out sosreport
ends 0 uplint snapshot host
lacks out hunter

new_host
{
	printf '#==[ Command ]======================================#\n# /sbin/ip -d addr\n'
	cat host/ip_-d_address
	printf '\n#==[ Configuration File ]===========================#\n# /etc/sysconfig/network/ifcfg-eth0\n%s\n' "$suse"
	printf '\n#==[ Configuration File ]===========================#\n# /etc/sysconfig/network/ifcfg-eth1 - File not found\n'
} >network.txt
rm -r host
mkdir host
mv network.txt host
echo >host/basic-environment.txt
managers "supportconfig" eth0,wicked,/etc/sysconfig/network/ifcfg-eth0
methods "supportconfig" 10.0.0.5,static 10.0.0.6,static fd00::5,static

new_host
{
	echo '[root@web01 ~]# ip -d address'
	cat host/ip_-d_address
	echo '[root@web01 ~]# cat /etc/sysconfig/network/ifcfg-eth0'
	echo "$suse"
	echo '[root@web01 ~]# nmcli device'
	echo 'Error: NetworkManager is not running.'
} >page.txt
rm -r host
mkdir host
mv page.txt host
managers "prompts" eth0,wicked,/etc/sysconfig/network/ifcfg-eth0
methods "prompts" 10.0.0.5,static 10.0.0.6,static fd00::5,static

# --- the rules that ask: storage on a port that a DHCP server names is found, on others is not
new_host
file etc/sysconfig/network-scripts/ifcfg-eth0 <<<$'DEVICE=eth0\nBOOTPROTO=none\nIPADDR=10.0.0.5\nIPADDR1=10.0.0.6\nIPV6ADDR=fd00::5/64\nNM_CONTROLLED=no'
file etc/sysconfig/network-scripts/ifcfg-eth1 <<<$'DEVICE=eth1\nBOOTPROTO=dhcp\nNM_CONTROLLED=no'
file proc/mounts <<<$'10.0.0.9:/a /a nfs4 rw,vers=4.1,addr=10.0.0.9 0 0\n10.0.1.9:/b /b nfs4 rw,vers=4.1,addr=10.0.1.9 0 0'
ends 1 uplint check -f json --select storage-port-static host
jq -r '.results[] | [.subject, .status] | join(",")' out | sort >got
printf '%s\n' eth0,compliant eth1,non-compliant | diff - got || fail "storage-port-static"
has out 'write `BOOTPROTO=none`, and 10.0.1.5/24'
