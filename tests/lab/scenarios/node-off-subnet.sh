# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash disable=SC2034,SC2154
# A route makes the other subnet on-link for a bound port that is not in it: nobody answers there.
expect="node-on-right-subnet $iqn 10.10.2.50:3260 st1"
beside="binding-needed st1
	binding-needed st2
	node-startup $iqn 10.10.1.50:3260 st1
	node-startup $iqn 10.10.2.50:3260 st1
	node-startup $iqn 10.10.2.50:3260 st2
	storage-reachable 10.10.2.50:3260
	multipath-covers $iqn"

build() {
	lan san1 10.10.1.50/24
	lan san2 10.10.2.50/24
	wire eth1 san1 10.10.1.11/24
	wire eth2 san2 10.10.2.11/24
	must ip route add 10.10.2.0/24 dev eth1 metric 10
	target san1
	target san2
	initiator
	iface st1 eth1
	iface st2 eth2
	discover 10.10.1.50 st1
	discover 10.10.2.50 st2
	cp "/etc/iscsi/nodes/$iqn/10.10.2.50,3260,1/st2" "/etc/iscsi/nodes/$iqn/10.10.2.50,3260,1/st1"
	sed -i 's/= st2/= st1/; s/= eth2/= eth1/' "/etc/iscsi/nodes/$iqn/10.10.2.50,3260,1/st1"
}

works() {
	login
	status=$?
	# Error 15: a session is there already.
	[ $status = 0 ] || [ $status = 15 ]
}

cure() {
	iscsiadm -m node -T "$iqn" -p 10.10.2.50:3260 -I st1 --op=delete
}
