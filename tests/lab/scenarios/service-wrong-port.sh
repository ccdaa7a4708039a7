# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash disable=SC2034
# A plain TCP service of the storage network, named by the policy, and reached by the wrong port.
expect='route-to-storage 10.20.0.50:9000'
options='-p /tmp/policy.yaml'

build() {
	lan san 10.20.0.50/24 192.168.1.1/24
	wire eth0 san 192.168.1.10/24
	wire eth1 san 10.20.0.11/24
	answer_for_own_address eth0 eth1
	must ip route add default via 192.168.1.1
	must ip route add 10.20.0.50 dev eth0
	serve san
	cat >/tmp/policy.yaml <<-'END'
	roles: {storage: {subnets: [10.20.0.0/24]}}
	expect: {portals: ["10.20.0.50:9000"]}
	END
}

works() {
	carried_by eth1 loads_from 10.20.0.50
}

cure() {
	ip route del 10.20.0.50 dev eth0
}
