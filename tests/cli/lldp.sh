#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# LLDP and CDP neighbours in every form in which they are saved.
# shellcheck source=tests/cli/lib.sh
. "$ROOT/tests/cli/lib.sh"
captures=$ROOT/fixtures/captures/lldp

# gives FILE COLUMNS LINE…: exactly these rows.
gives() {
	local file=$1 columns=$2
	shift 2
	ends 0 uplint query -f csv "SELECT $columns FROM link_neighbour ORDER BY interface" "$file"
	tail -n +2 out | tr -d '\r' >got
	printf '%s\n' "$@" | sed '/^$/d' | diff - got >difference || { cat difference; fail "$file"; }
}

all=interface,protocol,chassis,name,port,description,address
mac=92:f1:d8:c6:7d:31
for form in json json0 keyvalue text; do
	gives "$captures/lldpctl-$form" $all "eth0,LLDP,$mac,leaf-1,$mac,p0,10.9.9.9" \
		"eth1,LLDP,$mac,leaf-1,e6:36:d4:f2:bc:d5,p1,10.9.9.9"
done
gives "$captures/lldpctl-json-one" $all "eth0,LLDP,$mac,leaf-1,$mac,p0,10.9.9.9"
for form in lldpcli-summary networkctl_lldp; do
	gives "$captures/$form" $all "eth0,LLDP,$mac,leaf-1,$mac,p0," "eth1,LLDP,$mac,leaf-1,e6:36:d4:f2:bc:d5,p1,"
done
gives "$captures/query_networkhint" "interface,protocol,chassis,name,port,vlan_id,mtu,address" \
	"vmnic0,CDP,,core_switch,GigabitEthernet0/27,243,,10.112.24.57" "vmnic1,LLDP,02:00:00:00:00:01,leaf-1,Eth1,30,,"

# Names with dots; a VLAN that is not the untagged one; ids of other kinds; a frame size.
cat >keyvalue <<'END'
lldp.eth0.100.via=LLDP
lldp.eth0.100.chassis.local=rack-7
lldp.eth0.100.chassis.name=switch1.vlan.dc.example.com
lldp.eth0.100.port.ifname=Gi3/0/9
lldp.eth0.100.port.mfs=9216
lldp.eth0.100.vlan.vlan-id=75
lldp.eth0.100.vlan.pvid=no
lldp.eth0.100.vlan.vlan-id=76
lldp.eth0.100.vlan.pvid=yes
lldp.eth1.via=CDPv2
lldp.eth1.chassis.local=core
END
more=interface,protocol,chassis,name,port,vlan_id,mtu
gives keyvalue $more "eth0.100,LLDP,rack-7,switch1.vlan.dc.example.com,Gi3/0/9,76,9198" "eth1,CDPv2,core,,,,"
cat >json <<'END'
{"lldp": {"interface": {"eth0.100": {"via": "LLDP",
  "chassis": {"switch1.vlan.dc.example.com": {"id": {"type": "local", "value": "rack-7"}}},
  "port": {"id": {"type": "ifname", "value": "Gi3/0/9"}, "mfs": "9216"},
  "vlan": [{"vlan-id": "75", "pvid": false}, {"vlan-id": "76", "pvid": true, "value": "x"}]},
 "eth1": {"via": "CDPv2", "chassis": {"id": {"type": "local", "value": "core"}}}}}}
END
gives json $more "eth0.100,LLDP,rack-7,switch1.vlan.dc.example.com,Gi3/0/9,76,9198" "eth1,CDPv2,core,,,,"
cat >text <<'END'
-------------------------------------------------------------------------------
LLDP neighbors:
-------------------------------------------------------------------------------
Interface:    eth0.100, via: LLDP, RID: 1, Time: 0 day, 00:00:05
  Chassis:
    ChassisID:    local rack-7
    SysName:      switch1.vlan.dc.example.com
  Port:
    PortID:       ifname Gi3/0/9
    MFS:          9216
  VLAN:         75, pvid: no x
  VLAN:         76, pvid: yes DEFAULT
END
gives text $more "eth0.100,LLDP,rack-7,switch1.vlan.dc.example.com,Gi3/0/9,76,9198"

# The titles of older ones; what a narrow terminal cut is not known.
cat >networkctl_lldp <<'END'
LINK             CHASSIS ID        SYSTEM NAME      CAPS        PORT ID           PORT DESCRIPTION
enp0s25          00:e0:4c:00:00:00 GS1900           ..b........ 2                 Port #2
wlan0            a4:…              n/a              ..b........ 7                 Büro …

Capability Flags:
b - Bridge
END
gives networkctl_lldp $all "enp0s25,LLDP,00:e0:4c:00:00:00,GS1900,2,Port #2," "wlan0,LLDP,,,7,,"

# Cut off: what stands before is there, and is not all.
head -c 700 "$captures/lldpctl-json" >cut.json
gives cut.json "interface,protocol" eth0,LLDP
ends 0 uplint query -f csv "SELECT state FROM coverage WHERE fact = 'link_neighbour'" cut.json
[ "$(sed -n 2p out | tr -d '\r')" = partial ] || fail "coverage of a text that is cut off"
