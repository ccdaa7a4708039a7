# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash disable=SC2034,SC2154
# Somebody removed the records below a session, and set a time-out for multipath where there is none.
expect="multipath-timeouts $iqn 10.10.10.50:3260 st1
	session-configured $iqn 10.10.10.50:3260 st1"
beside="iface-in-use st1"

build() {
	lan san 10.10.10.50/24
	wire eth1 san 10.10.10.11/24
	target san
	initiator
	sed -i 's/^\(node.session.timeo.replacement_timeout\).*/\1 = 5/; s/^\(node.startup\).*/\1 = automatic/' \
		/etc/iscsi/iscsid.conf
	iface st1 eth1
	discover 10.10.10.50 st1
	must login
	rm -r "/etc/iscsi/nodes/$iqn"
}

works() {
	[ "$(sessions)" = 1 ] && iscsiadm -m node -T "$iqn" -p 10.10.10.50 -I st1 >/dev/null 2>&1
}

cure() {
	discover 10.10.10.50 st1
	iscsiadm -m node -T "$iqn" --op=update -n node.session.timeo.replacement_timeout -v 120
	iscsiadm -m node --logout
	login
}
