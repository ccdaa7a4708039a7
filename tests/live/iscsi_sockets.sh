#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The device that a session's socket is bound to is the kernel's word: a real TCP
# connection, and a sysfs that says that it is a session.
set -u
# shellcheck source=tests/live/lib.sh
. "$ROOT/tests/live/lib.sh"
command -v python3 >/dev/null || skip "python3 is not installed"
need_namespaces

# In a network namespace of its own; $1: the device to bind to, or nothing.
session() {
	# shellcheck disable=SC2016 # the inner shell's own
	unshare -n sh -c 'ip link set lo up && exec python3 - "$1"' sh "$1" >out 2>err <<-'EOF2'
	import os, socket, subprocess, sys
	listener = socket.socket()
	listener.bind(('127.0.0.1', 3260))
	listener.listen()
	client = socket.socket()
	if sys.argv[1]:
	    client.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, sys.argv[1].encode())
	client.connect(('127.0.0.1', 3260))
	files = {'iscsi_session/session1/targetname': 'iqn.x:y', 'iscsi_session/session1/state': 'LOGGED_IN',
	         'iscsi_session/session1/device/connection1:0/uevent': '',
	         'iscsi_connection/connection1:0/address': '127.0.0.1',
	         'iscsi_connection/connection1:0/port': '3260', 'iscsi_connection/connection1:0/state': 'up',
	         'iscsi_connection/connection1:0/local_port': str(client.getsockname()[1])}
	for name, text in files.items():
	    os.makedirs(os.path.dirname('root/sys/class/' + name), exist_ok=True)
	    open('root/sys/class/' + name, 'w').write(text + '\n')
	query = "SELECT bound_interface, interface, local_address, logged_in FROM iscsi_session"
	sys.exit(subprocess.call(['uplint', 'query', '--root', 'root', '-f', 'csv', query]))
	EOF2
}

session lo || fail "no answer"
has out 'lo,lo,127.0.0.1,1'
session '' || fail "no answer"
grep -q '^"",lo,127.0.0.1,1' out || grep -q '^,lo' out || fail "an unbound socket"
