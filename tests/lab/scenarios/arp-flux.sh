# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash disable=SC2034
# Both ports of a subnet answer for the address of either.
expect='arp-flux 10.10.10.0/24'
beside='one-nic-per-subnet 10.10.10.0/24'
options='-p /tmp/policy.yaml'

build() {
	lan san 10.10.10.50/24
	wire eth1 san 10.10.10.11/24
	wire eth2 san 10.10.10.12/24
	echo 'roles: {storage: {subnets: [10.10.10.0/24]}}' >/tmp/policy.yaml
}

# One question, one answer.
works() {
	ip netns exec san arping -b -c 1 -w 2 -I br0 10.10.10.12 >/tmp/arping
	[ "$(grep -c '^Unicast reply' /tmp/arping)" = 1 ]
}

cure() {
	answer_for_own_address eth1 eth2
}
