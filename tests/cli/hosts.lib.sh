# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Random hosts for the tests that need many.

# hosts N SEED: a document each; addresses, names and MTUs are taken from few, so that hosts share some.
# The generator is written out, so that a seed means the same hosts under every awk.
hosts() {
	awk -v n="$1" -v seed="$2" 'function some(n) { state = state * 16807 % 2147483647; return int(state / 16) % n }
	BEGIN {
		state = seed * 7919 + 12345
		for (h = 0; h < n; h++) {
			printf "---\nhost: web%02d\nplatform: linux\n", some(n)
			print "interface:"
			for (i = 0; i < 4; i++)
				printf "- { name: eth%d, kind: physical, mac: 52:54:00:%02x:%02x:%02x, mtu: %d, admin: true, carrier: %s }\n",
					i, int(h / 256), some(2) ? h % 256 : 1, i, some(9) ? 9000 : 1500, some(9) ? "true" : "false"
			print "address:"
			for (i = 0; i < 4; i++)
				printf "- { interface: eth%d, address: 10.%d.0.%d, prefixlen: 24, method: static }\n", i, some(9) ? i : 0, 1 + some(60)
			routes = ""
			for (i = 0; i < 4; i++)
				if (some(9))
					routes = routes sprintf("\n- { route_table: main, dst: 10.%d.0.0/24, interface: eth%d, scope: link, protocol: kernel }", i, i)
			print "route:" (routes ? routes : " []")
			if (some(3))
				print "nfs_mount:\n- { path: /data, server: 10.2.0.250 }"
			if (some(3))
				printf "iscsi_adapter:\n- { name: initiator, initiator_name: iqn.2001-05.com.example:%d }\niscsi_iface: []\n", some(n)
			if (some(3))
				printf "iscsi_node:\n- { target: \"iqn.2001-05.com.example:t\", address: 10.3.0.250, port: 3260, portal: \"10.3.0.250:3260\", iface: default }\n"
			if (!some(5))
				print "coverage:\n- { fact: route, state: partial, why: cut }"
		}
	}'
}
