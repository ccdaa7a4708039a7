# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash disable=SC2034,SC2154
# A record for each port and each portal, the impossible pairs too: the bound port has no route to
# the portal, asks the wire for it, and waits.
expect='bound-on-link-fallback eth2 10.10.1.50:3260'
beside="binding-needed st1
	binding-needed st2
	node-startup $iqn 10.10.1.50:3260 st1
	node-startup $iqn 10.10.1.50:3260 st2
	node-startup $iqn 10.10.2.50:3260 st2
	multipath-covers $iqn"

build() {
	lan san1 10.10.1.50/24
	lan san2 10.10.2.50/24
	wire eth1 san1 10.10.1.11/24
	wire eth2 san2 10.10.2.11/24
	target san1
	target san2
	initiator
	iface st1 eth1
	iface st2 eth2
	discover 10.10.1.50 st1
	discover 10.10.2.50 st2
	cp "/etc/iscsi/nodes/$iqn/10.10.1.50,3260,1/st1" "/etc/iscsi/nodes/$iqn/10.10.1.50,3260,1/st2"
	sed -i 's/= st1/= st2/; s/= eth1/= eth2/' "/etc/iscsi/nodes/$iqn/10.10.1.50,3260,1/st2"
}

works() {
	login
	status=$?
	# Error 15: a session is there already.
	[ $status = 0 ] || [ $status = 15 ]
}

cure() {
	iscsiadm -m node -T "$iqn" -p 10.10.1.50:3260 -I st2 --op=delete
}
