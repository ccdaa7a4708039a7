#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Every command that a rule prints, as the fixtures have it, is handed to the program itself where
# that is here, in a namespace where there is nothing that it could change: it may find no such
# device, record or route, but it must understand what is asked.
. "$ROOT/tests/live/lib.sh"

(cd "$ROOT" && "$BUILD/unit/test_commands" print) >lines || fail "no commands"
sed 's/ && /\n/g' lines | sed 's/^ip netns exec [^ ]* //' | sort -u >commands
[ "$(wc -l <commands)" -ge 200 ] || fail "only $(wc -l <commands) commands"

# What a program says of a command that it does not understand, or how it ends then.
cat >run.sh <<'EOF'
# iscsiadm writes records, and has modules loaded.
for dir in /etc/iscsi /var/lib/iscsi /lib/modules; do
	[ ! -d $dir ] || mount -t tmpfs none $dir || exit
done
while IFS= read -r command; do
	program=${command%% *}
	command -v "$program" >/dev/null || { echo "$program" >>missing; continue; }
	timeout 5 bash -c "$command" >said 2>&1 </dev/null
	status=$?
	case $program in
	ip | bridge) ! grep -v 'Device does not exist' said | grep -qiE 'garbage|is wrong|usage:|incomplete|invalid|is unknown' ;;
	ping | arping) ! grep -qiE 'usage|invalid|bad |name or service|name resolution|not known|only one' said ;;
	ss | nstat) [ $status -eq 0 ] ;;
	sysctl) ! grep -qiE 'usage|must be of the form|unknown option|malformed' said ;;
	iscsiadm) ! grep -qiE 'usage|unrecognized|invalid (option|mode)|not allowed|not supported|does not take' said ;;
	multipath) ! grep -qiE 'usage|invalid option' said ;;
	nmcli) [ $status -ne 2 ] ;;
	esac || { echo "$command"; echo "    status $status: $(head -n 2 said)"; } >>refused
	echo x >>tried
done
EOF
programs='ip|bridge|ping|arping|ss|nstat|sysctl|iscsiadm|multipath|nmcli'
grep -E "^($programs) " commands | grep -vE '^sysctl -p|^sysctl .* [^n][^ ]*=' >mine
ns_new commands
: >missing
: >refused
: >tried
ip netns exec "$ns" unshare -m bash run.sh <mine || fail "the commands could not be run"
[ ! -s missing ] || left_out "not installed: $(sort -u missing | tr '\n' ' ')"
[ "$(wc -l <tried)" -ge 50 ] || fail "only $(wc -l <tried) commands could be tried"
[ ! -s refused ] || { cat refused; fail "a program does not understand its command"; }
