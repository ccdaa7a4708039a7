#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A byte order mark, UTF-16 and ends of line as Windows has them: the same facts.
# shellcheck source=tests/cli/lib.sh
. "$ROOT/tests/cli/lib.sh"

facts() { uplint snapshot -f json "$1" 2>err | jq -S '.hosts[] | del(.host, .source, .note)'; }

mkdir plain
cp "$ROOT"/fixtures/captures/lab-two-subnets/{ip_-d_{addr,route,rule,neigh}.txt,iscsiadm_-m_{session_-P_3,iface}.txt,sysctl_-a.txt} plain/
cp "$ROOT"/fixtures/captures/lab-multipath/multipath_-ll plain/
cp "$ROOT/fixtures/captures/lldp/lldpctl-text" plain/
facts plain >wanted
[ "$(jq 'keys | length' wanted)" -gt 15 ] || fail 'the host is not read'

# each FORM COMMAND…: every file of the host by that command.
each() {
	rm -rf "$1"
	mkdir "$1"
	for file in plain/*; do "${@:2}" <"$file" >"$1/${file#*/}"; done
	facts "$1" | diff wanted - >difference || { head -n 20 difference; fail "$1"; }
}
marked() { printf '\357\273\277'; cat; }
utf16() { printf '\377\376'; iconv -f UTF-8 -t UTF-16LE; }
each mark marked
each utf16 utf16
each bare-utf16 iconv -f UTF-8 -t UTF-16BE
each crlf sed 's/$/\r/'
each marked-crlf sed -e '1s/^/\xEF\xBB\xBF/' -e 's/$/\r/'

# JSON, and one file alone.
mkdir json marked-json
for what in addr route rule; do
	cp "$ROOT/fixtures/captures/lab-two-subnets/ip_-d_-j_$what.json" json/$what.json
	marked <json/$what.json >marked-json/$what.json
done
facts json >wanted
facts marked-json | diff wanted - >difference || { head -n 20 difference; fail 'JSON'; }
facts plain/ip_-d_route.txt >wanted
marked <plain/ip_-d_route.txt >alone
facts alone | diff wanted - >difference || { head -n 20 difference; fail 'alone'; }

# The native snapshot, in both of its forms.
for form in yaml json; do
	uplint snapshot -f $form plain >native.$form
	marked <native.$form >marked.$form
	facts native.$form >wanted
	facts marked.$form | diff wanted - >difference || { head -n 20 difference; fail "native $form"; }
done
