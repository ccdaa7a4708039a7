#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A rule that is selected alone finds what it finds among all, though then only the facts that it
# needs are read; and what no rule needs is not read.
set -u
# shellcheck source=tests/live/lib.sh
. "$ROOT/tests/live/lib.sh"

ns_new wanted
ns_ip <<'IP'
link add a0 type veth peer name b0
link add a1 type veth peer name b1
link set b0 up
link set b1 up
link set a0 up
link set a1 up mtu 9000
addr add 192.0.2.1/24 dev a0
addr add 192.0.2.2/24 dev a1
addr add 198.51.100.1/24 dev a1
route add default via 192.0.2.254
route add 203.0.113.0/24 via 198.51.100.9
rule add from 198.51.100.0/24 lookup 100
neigh add 192.0.2.254 lladdr 02:00:00:00:00:01 dev a0
IP
mkdir -p root/etc/iscsi/ifaces root/proc/self
printf 'iface.iscsi_ifacename = bad\nno line of a record\n' >root/etc/iscsi/ifaces/bad
echo 'InitiatorName=iqn.2001-01.com.example:h1' >root/etc/iscsi/initiatorname.iscsi
echo '1 0 0:1 / /mnt rw - nfs 198.51.100.9:/vol rw,vers=3,addr=198.51.100.9' >root/proc/self/mountinfo

check() { ns_exec uplint check --root root -f json "$@"; }

# What a rule is quiet beside is not there when it is alone, so it may say more.
check >all.json
jq -r '.rules[].rule, .results[].rule' all.json | sort -u >rules
[ "$(wc -l <rules)" -gt 100 ] || fail "only $(wc -l <rules) rules"
while read -r rule; do
	check --select "$rule" >one.json
	jq -r --arg rule "$rule" '.results[] | select(.rule == $rule) | [.subject, .status, .message] | @tsv' \
		all.json | sort >among
	jq -r '.results[] | [.subject, .status, .message] | @tsv' one.json | sort >alone
	comm -23 among alone >lost
	[ ! -s lost ] || fail "$rule alone lacks: $(cat lost)"
	[ -s alone ] || [ ! -s among ] || fail "$rule alone gives nothing"
	jq -c --arg rule "$rule" '.rules[] | select(.rule == $rule) | [.status, .reason]' all.json >among
	jq -c '.rules[] | [.status, .reason]' one.json >alone
	[ -s alone ] || continue
	cmp -s among alone || fail "$rule alone: $(cat alone), among all: $(cat among)"
done <rules

# What check_wants() takes for granted: of link_netns no built-in rule asks for more than whether it
# is there.
grep -rhow 'link_netns.*' "$ROOT"/rules "$ROOT"/checker/db/views | grep -v '^link_netns IS NULL' &&
	fail "a rule asks for the name of a namespace"

# A broken record makes a note, where somebody reads records.
says() { ns_exec uplint check --root root -v --color never "$@" | grep -c 'no line of a record'; }
[ "$(says)" -gt 0 ] || fail "a broken record is not noted"
[ "$(says --select record-syntax)" -gt 0 ] || fail "nor where a rule on records is selected"
[ "$(says --select mtu-fits-lower)" -eq 0 ] || fail "records are read for a rule on links"

# A kernel that knows no NFS has mounted none, so its mounts are not gone through.
mounted() { ns_exec uplint query --root root -f json 'SELECT path FROM nfs_mount' | jq -c .; }
[ "$(mounted)" = '[{"path":"/mnt"}]' ] || fail "without a list of file systems: $(mounted)"
printf 'nodev\tproc\nnodev\tnfs4\n' >root/proc/filesystems
[ "$(mounted)" = '[{"path":"/mnt"}]' ] || fail "with NFS: $(mounted)"
printf 'nodev\tproc\n\text4\n' >root/proc/filesystems
[ "$(mounted)" = '[]' ] || fail "without NFS: $(mounted)"
state=$(ns_exec uplint query --root root -f json "SELECT state FROM coverage WHERE fact = 'nfs_mount'" | jq -r '.[].state')
[ "$state" = read ] || fail "mounts of a kernel without NFS: $state"
