#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A host that a person writes before it exists: what its iSCSI records bind is worked out, as the live source does.
# shellcheck source=tests/cli/lib.sh
. "$ROOT/tests/cli/lib.sh"

cat >planned.yaml <<'YAML'
host: planned
platform: linux
interface:
  - {name: eth1, kind: physical, admin: true, carrier: true, addresses: [10.10.10.11/24]}
  - {name: eth2, kind: physical, admin: true, carrier: true, addresses: [10.10.10.12/24]}
iscsi_iface:
  - {name: st1, transport: tcp, net_ifacename: eth1}
  - {name: st2, transport: tcp, net_ifacename: eth2}
iscsi_node:
  - {target: "iqn.2001-05.com.example:a", address: 10.10.10.50, portal: "10.10.10.50:3260", iface: st1}
  - {target: "iqn.2001-05.com.example:a", address: 10.10.10.50, portal: "10.10.10.50:3260", iface: st2}
YAML
ends 0 uplint check -v --select one-nic-per-subnet planned.yaml
has out 'ports is bound (eth1, eth2)'
sed -i 's/net_ifacename: eth2/net_ifacename: eth3/' planned.yaml
ends 1 uplint check --select one-nic-per-subnet planned.yaml
ends 0 uplint query -f csv 'SELECT name, device, binds FROM iscsi_iface' planned.yaml
has out 'st1,eth1,net_ifacename'
has out 'st2,,missing'

# Without a platform the ports tell it, and a note says that it is a guess.
sed '/^platform/d' planned.yaml >bare.yaml
ends 1 uplint check --select one-nic-per-subnet -v bare.yaml
has out 'planned  Linux  native'
has out 'no platform given'
printf 'host: h\ninterface: [{name: vmk0}]\n' >vmk.yaml
ends 0 uplint query -f csv 'SELECT platform FROM host' vmk.yaml
has out esxi
