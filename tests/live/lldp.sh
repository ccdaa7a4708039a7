#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# LLDP neighbours live: the frames that systemd-networkd keeps, whole and damaged.
. "$ROOT/tests/live/lib.sh"
ns_new lldp
printf '%s\n' "link add eth0 type veth peer name p0" "link set eth0 up" | ns_ip
index=$(ip -n "$ns" -j link show eth0 | jq '.[0].ifindex')
directory=root/run/systemd/netif/lldp
mkdir -p "$directory"
frames=$ROOT/fixtures/captures/lldp/frames

rows() { ns_exec uplint query --root root -f json "$1" | jq -S 'map(with_entries(select(.value != null)))'; }
all="SELECT interface, protocol, chassis, name, port, description, vlan_id, mtu, address FROM link_neighbour"
state="SELECT state FROM coverage WHERE fact = 'link_neighbour'"

same_facts none '[{"state": "absent"}]' "$(rows "$state")"
cp "$frames" "$directory/$index"
cp "$frames" "$directory/99999"
same_facts whole '[{"interface": "eth0", "protocol": "LLDP", "chassis": "92:f1:d8:c6:7d:31", "name": "leaf-1",
	"port": "92:f1:d8:c6:7d:31", "description": "p0", "address": "10.9.9.9"}]' "$(rows "$all")"
same_facts partial '[{"state": "partial"}]' "$(rows "$state")"

# A second neighbour with an untagged VLAN and a frame size, in the forms of IEEE 802.1 and 802.3.
frame='\x01\x80\xc2\x00\x00\x0e\x02\x00\x00\x00\x00\x07\x88\xcc\x02\x05\x07rack\x04\x04\x05Gi1\x06\x02\x00\x78'
frame=$frame'\xfe\x06\x00\x80\xc2\x01\x00\x4b\xfe\x06\x00\x12\x0f\x04\x24\x00\x00\x00'
# shellcheck disable=SC2059 # the escapes are the point
printf "$frame" >frame
# shellcheck disable=SC2059
{ cat "$frames"; printf "\\x$(printf %02x "$(stat -c %s frame)")\\0\\0\\0\\0\\0\\0\\0"; cat frame; } >"$directory/$index"
same_facts second '[{"chassis": "rack", "port": "Gi1", "vlan_id": 75, "mtu": 9198}]' \
	"$(rows "SELECT chassis, port, vlan_id, mtu FROM link_neighbour WHERE chassis = 'rack'")"

# Cut anywhere: no crash, no neighbour that was not there, and a note.
for bytes in 0 7 8 9 30 60 100 141; do
	head -c $bytes "$frames" >"$directory/$index"
	ns_exec uplint query --root root "$all" >out 2>err || fail "cut at $bytes bytes"
	! grep -q "leaf-1.*p0" out || fail "a neighbour of a frame that is cut at $bytes bytes"
done
same_facts note '[{"reason": "cut off"}]' "$(rows "SELECT DISTINCT reason FROM note")"
