#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The views manager_profile and persistence: whose interface it is, and a sentence for each manager
# and each kind of change that has the value once or more and no hole.
# shellcheck disable=SC2016 # the backticks are those of the words
# shellcheck source=tests/cli/lib.sh
. "$ROOT/tests/cli/lib.sh"

cat >host.yaml <<-'END'
	host: db01
	platform: linux
	interface:
	  - { name: e0, manager: NetworkManager, connection: lan }
	  - { name: e1, manager: NetworkManager }
	  - { name: e2, manager: systemd-networkd, connection: /usr/lib/systemd/network/10-e2.network }
	  - { name: e3, manager: netplan }
	  - { name: e4, manager: ifupdown, connection: /etc/network/interfaces.d/e4 }
	  - { name: e5, manager: network-scripts, connection: /etc/sysconfig/network-scripts/ifcfg-e5 }
	  - { name: e6, manager: wicked, connection: /etc/sysconfig/network/ifcfg-e6 }
	  - { name: e7, manager: vdsm }
	  - { name: e8 }
END
printf '%s\n' 'host: node1' 'platform: linux' 'vdsm: true' 'interface: [{ name: em1 }]' >vdsm.yaml

ends 0 uplint query -f csv 'SELECT interface, manager, profile FROM manager_profile' host.yaml
has out e0,NetworkManager,lan
has out e7,vdsm,
lacks out e8
ends 0 uplint query -f csv 'SELECT interface, manager FROM manager_profile' vdsm.yaml
has out em1,vdsm

ends 0 uplint query -f csv "SELECT change, words FROM persistence WHERE change IN ('route', 'mtu')" host.yaml
lacks out e0
has out 'add `up ip route replace {} dev e4` below `iface e4` in /etc/network/interfaces.d/e4'
has out 'put `[Link]` and below it `MTUBytes={}` into a .conf file in /etc/systemd/network/10-e2.network.d'
has out 'add the line `{} dev e5` to /etc/sysconfig/network-scripts/route-e5'
has out 'add the line `{} - - e6` to /etc/sysconfig/network/ifroute-e6'
has out 'netplan: below `e3:` in its file of /etc/netplan, write `mtu: {}`, then run `netplan apply`'

# Eleven changes for each of the seven, the same for all; `{}` where the change has a value.
ends 0 uplint query -f csv "
	SELECT interface, count(DISTINCT change), sum(words IS NULL OR words LIKE '%\%%' ESCAPE '\'),
	       sum((words LIKE '%{}%') = (change IN ('never_default', 'up', 'no_ra')))
	FROM persistence GROUP BY interface ORDER BY interface" host.yaml
for i in 1 2 3 4 5 6 7; do printf 'e%d,11,0,0\n' $i; done >wanted
tail -n +2 out | tr -d '\r' | diff wanted - || fail "a change without words for a manager"
