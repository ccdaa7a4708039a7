#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The rule that uplint-rules(5) shows is one.
. "$ROOT/tests/cli/lib.sh"
mkdir rules
sed -n '/^title: /,/^\.Ed/p' "$ROOT/man/uplint-rules.5" | grep -v '^\.Ed' >rules/jumbo-on-storage.yaml
faulty_host >host.yaml
ends 1 uplint check -r rules --select jumbo-on-storage host.yaml
has out "eth1 has MTU 1500"
has out "ip link set dev eth1 mtu 9000"
ends 0 uplint rules -r rules jumbo-on-storage
ends 0 uplint query "SELECT host, name, mtu FROM interface WHERE mtu <> 9000" host.yaml
has out "web01"
