# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash disable=SC2034
# As it should be: a subnet for each path, a port in each, two sessions, and no need to bind them.
expect=
harmless=1

build() {
	management
	lan san1 10.10.1.50/24
	lan san2 10.10.2.50/24
	wire eth1 san1 10.10.1.11/24
	wire eth2 san2 10.10.2.11/24
	target san1
	target san2
	initiator
	sed -i 's/^\(node.startup\).*/\1 = automatic/; s/^\(node.session.timeo.replacement_timeout\).*/\1 = 15/' \
		/etc/iscsi/iscsid.conf
	discover 10.10.1.50
	discover 10.10.2.50
	login
	multipath
}

works() {
	[ "$(sessions)" = 2 ]
}

cure() {
	:
}
