# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash disable=SC2016,SC2154
# Runs one scenario inside the virtual machine. A scenario defines:
#   expect     lines "RULE SUBJECT": the findings of the fault
#   beside     lines of the same form: findings that are not this scenario's matter
#   build      makes the fault
#   works      does what a user wants done; fails while the fault is there
#   cure       what a person does where the printed fix is words, or there is no uplint to print one
#   options    of uplint check, if any
#   examine    what is done with uplint instead of all that, if it is something else

# verdict pass|fail|skip TEXT: the one line that counts, and the end of the machine.
verdict() {
	exec >/dev/ttyS0
	if [ "$1" = fail ] && [ -s /tmp/login.log ]; then
		cat /tmp/login.log /tmp/iscsid.log
	fi
	echo "lab: $1 $2"
	poweroff -f
	sleep 60
}

wrong() {
	uplint_status=0
	# shellcheck disable=SC2086 # options are words
	uplint check -f json ${options-} ${sources-} >"/tmp/$1.json" 2>"/tmp/$1.err" || uplint_status=$?
	if [ "$uplint_status" -gt 1 ]; then
		cat "/tmp/$1.err"
		fatal "uplint check ended with $uplint_status"
	fi
	# Most scenarios have one path to their target, which is not their matter.
	jq -r '.results[] | select(.status == "non-compliant" and .rule != "target-multipath") |
		.rule + " " + .subject' "/tmp/$1.json" |
		sort >"/tmp/$1.wrong" || fatal "the report is no JSON"
}

# lacking A B: the lines of file A that file B lacks.
lacking() {
	awk 'FILENAME == ARGV[1] { seen[$0] = 1; next } !($0 in seen)' "$2" "$1"
}

lines() {
	printf '%s\n' "$1" | sed '/^[[:blank:]]*$/d; s/^[[:blank:]]*//' | sort
}

# Only commands of the lab are run: it has no NetworkManager, for one.
runnable() {
	command -v "${1%% *}" >/dev/null
}

# fix RULE SUBJECT: runs what uplint prints, as it prints it.
fix() {
	choice='.results[] | select(.status == "non-compliant" and .rule == $rule and .subject == $subject) | .fix[]? | .run // empty'
	count=$(jq --arg rule "$1" --arg subject "$2" "[$choice] | length" /tmp/before.json)
	ran=0
	i=0
	while [ "$i" -lt "$count" ]; do
		command=$(jq -r --arg rule "$1" --arg subject "$2" "[$choice][$i]" /tmp/before.json)
		i=$((i + 1))
		runnable "$command" || continue
		echo "lab: run $command"
		sh -c "$command" || echo "lab: status $?"
		ran=$((ran + 1))
	done
	[ "$ran" -gt 0 ]
}

# A snapshot tells the same story elsewhere as the host does itself.
offline() {
	uplint snapshot -o /tmp/snapshot.yaml || fatal 'no snapshot'
	sources=/tmp/snapshot.yaml
	wrong snapshot
	sources=
	cmp -s /tmp/before.wrong /tmp/snapshot.wrong ||
		fatal "the snapshot has other findings: $(diff /tmp/before.wrong /tmp/snapshot.wrong | grep '^[<>]' | tr '\n' ';')"
}

# The findings that the fix brought. What a louder finding carried in its evidence was there before.
appeared() {
	jq -r --slurpfile before /tmp/before.json '
		[$before[0].results[] | select(.status == "non-compliant")] as $was
		| [$was[] | .rule + " " + .subject] as $known
		| [$was[] | .evidence | to_entries[] | select(.key | contains("-"))] as $carried
		| .results[] | select(.status == "non-compliant") | . as $new | (.rule + " " + .subject) as $line
		| select(($known | index($line)) == null)
		| select(any($carried[]; .key == $new.rule and (.value | tostring | contains($new.subject))) | not)
		| $line' /tmp/after.json
}

check_and_fix() {
	lines "$expect" >/tmp/expect
	wrong before
	lines "${beside-}" >/tmp/beside
	missing=$(lacking /tmp/expect /tmp/before.wrong)
	[ -z "$missing" ] || fatal "not found: $(echo "$missing" | tr '\n' ';') but: $(tr '\n' ';' </tmp/before.wrong)"
	sort /tmp/expect /tmp/beside >/tmp/known
	surplus=$(lacking /tmp/before.wrong /tmp/known)
	[ -z "$surplus" ] || fatal "found too: $(echo "$surplus" | tr '\n' ';')"
	offline
	fixed_by=fix
	while read -r rule subject <&3; do
		if ! fix "$rule" "$subject"; then
			fixed_by=words
		fi
	done 3</tmp/expect
	if [ "$fixed_by" = words ]; then
		must cure
	fi
	wrong after
	lacking /tmp/expect /tmp/after.wrong >/tmp/gone
	left=$(lacking /tmp/expect /tmp/gone)
	[ -z "$left" ] || fatal "still there after the fix: $(echo "$left" | tr '\n' ';')"
	appeared >/tmp/appeared
	new=$(lacking /tmp/appeared /tmp/beside)
	[ -z "$new" ] || fatal "new after the fix: $(echo "$new" | tr '\n' ';')"
}

# Everything a parser could want to see, below /capture, sent through the second serial line.
capture() {
	out=/capture
	mkdir -p "$out"
	for what in link addr route rule neigh nexthop; do
		case $what in route) all='table all' ;; *) all= ;; esac
		# shellcheck disable=SC2086 # one word or two
		ip -d -j $what show $all | jq . >"$out/ip_-d_-j_$what.json"
		# shellcheck disable=SC2086
		ip -d $what show $all >"$out/ip_-d_$what.txt"
	done
	ip -s -d link show >"$out/ip_-s_-d_link.txt"
	ip -o addr show >"$out/ip_-o_addr.txt"
	ip -6 -d -j route show table all | jq . >"$out/ip_-6_-d_-j_route.json"
	ip -6 route show table all >"$out/ip_-6_route.txt"
	ip -6 rule show >"$out/ip_-6_rule.txt"
	for file in /proc/net/bonding/* /proc/net/vlan/*; do
		[ -f "$file" ] || continue
		mkdir -p "$out/${file%/*}"
		cat "$file" >"$out/$file"
	done
	mkdir -p "$out/proc/self"
	cat /proc/self/mountinfo >"$out/proc/self/mountinfo"
	cat /proc/mounts >"$out/proc/mounts"
	ss -tine >"$out/ss_-tine.txt"
	sysctl -a 2>/dev/null | grep -E '^net\.ipv[46]\.conf\.' |
		grep -E 'rp_filter|arp_|ignore_routes|forwarding' >"$out/sysctl_-a.txt"
	capture_teams
	capture_more
	if [ -e /sys/class/iscsi_transport ]; then
		capture_iscsi
	fi
	if command -v uplint >/dev/null; then
		uplint snapshot -o "$out/uplint_snapshot.yaml"
		wrong live
		cp /tmp/live.wrong "$out/uplint_findings.txt"
	fi
	stty -F /dev/ttyS1 raw
	tar -C "$out" -cf - . | gzip | base64 >/dev/ttyS1
}

capture_teams() {
	ip -d -j link show type team | jq -r '.[].ifname // empty' | while read -r team; do
		teamnl "$team" options >"$out/teamnl_${team}_options.txt"
		teamnl "$team" ports >"$out/teamnl_${team}_ports.txt"
		teamdctl "$team" state >/dev/null 2>&1 || continue # teamd does not run it
		for what in state 'state dump' 'config dump'; do
			# shellcheck disable=SC2086 # one word or two
			teamdctl "$team" $what >"$out/teamdctl_${team}_$(echo "$what" | tr ' ' _)"
		done
	done
}

# What says more than ip. Links without -d too: what kind they are, other files must say.
capture_more() {
	ip -j link show | jq . >"$out/ip_-j_link.json"
	for nic in /sys/class/net/eth*; do
		nic=${nic##*/}
		ethtool "$nic" >"$out/ethtool_$nic"
		ethtool -P "$nic" >"$out/ethtool_-P_$nic"
		ethtool -i "$nic" >"$out/ethtool_-i_$nic"
	done
	mount >"$out/mount"
	findmnt >"$out/findmnt"
	findmnt -r >"$out/findmnt_-r"
	findmnt -J >"$out/findmnt_-J"
	if mount | grep -q ' type nfs'; then nfsstat -m >"$out/nfsstat_-m"; fi
	if dmsetup ls 2>/dev/null | grep -q mpatha; then
		command multipath -ll >"$out/multipath_-ll" 2>&1
		command multipath -v4 -ll >"$out/multipath_-v4_-ll" 2>&1
	fi
}

# save COMMAND…: its output in /tmp/saved, named as sosreport names it.
save() {
	mkdir -p /tmp/saved
	command "$@" >"/tmp/saved/$(echo "$*" | tr ' ' _)" 2>&1 || echo "lab: $*: status $?"
}

save_links() {
	save ip -d -j link show
	save ip -j addr show
}

# same_saved WHAT SQL: the saved outputs tell what the host itself does.
same_saved() {
	uplint query -f csv "$2" >/tmp/live.csv || fatal "$1: no query"
	uplint query -f csv "$2" /tmp/saved >/tmp/saved.csv || fatal "$1: no query of what was saved"
	[ "$(wc -l </tmp/live.csv)" -gt 1 ] || fatal "nothing to compare for $1"
	diff /tmp/live.csv /tmp/saved.csv || fatal "$1: the host says <, what was saved >"
	echo "lab: $1: $(($(wc -l </tmp/live.csv) - 1)) agree"
}

capture_iscsi() {
	iscsiadm -m session >"$out/iscsiadm_-m_session.txt" 2>&1
	for level in 1 2 3; do iscsiadm -m session -P $level >"$out/iscsiadm_-m_session_-P_$level.txt" 2>&1; done
	for mode in node iface discovery; do
		iscsiadm -m $mode >"$out/iscsiadm_-m_$mode.txt" 2>&1
		iscsiadm -m $mode -P 1 >"$out/iscsiadm_-m_${mode}_-P_1.txt" 2>&1
	done
	iscsiadm -m node --op show >"$out/iscsiadm_-m_node_--op_show.txt" 2>&1
	mkdir -p "$out/etc"
	cp -a /etc/iscsi "$out/etc/"
	rm -f "$out/etc/iscsi/iscsid.conf"
	for class in iscsi_session iscsi_connection iscsi_host iscsi_transport scsi_host block; do
		for object in /sys/class/"$class"/*; do
			[ -d "$object" ] && copy_object "$object"
		done
	done
	find /sys/devices -path '*session*' >"$out/find_sys_devices_session.txt"
}

# A sysfs directory where it really is, its link in /sys/class, and its small files. Passwords stay.
copy_object() {
	real=$(readlink -f "$1")
	mkdir -p "$out/$real" "$out/${1%/*}"
	cp -P "$1" "$out/$1"
	for part in "$real"/slaves/* "$real"/dm/*; do
		[ -e "$part" ] || continue
		mkdir -p "$out/${part%/*}"
		if [ -d "$part" ]; then cp -P "$part" "$out/$part"; else cat "$part" >"$out/$part"; fi
	done
	[ -h "$real/device" ] && cp -P "$real/device" "$out/$real/"
	for file in "$real"/*; do
		case ${file##*/} in *password* | uevent | stat | inflight) continue ;; esac
		value=$(cat "$file" 2>/dev/null)
		[ -z "$value" ] || printf '%s\n' "$value" >"$out/$file"
	done
}

run_scenario() {
	# shellcheck source=/dev/null
	. "/lab/scenarios/$1.sh"
	build
	if [ -n "${capture_after-}" ]; then
		works >/dev/null 2>&1
		capture
		verdict skip 'captured'
	fi
	if works; then
		[ -n "${harmless-}" ] || fatal 'the fault does no harm'
	elif [ -n "${harmless-}" ]; then
		fatal 'the fault does harm'
	fi
	if command -v uplint >/dev/null && [ -z "${plain-}" ]; then
		if command -v examine >/dev/null; then
			examine
			verdict pass 'examined'
		fi
		check_and_fix
		how=$(lines "$expect" | tr '\n' ',' | sed 's/,$//; s/,/, /g')
	else
		must cure
		how='no uplint here'
		fixed_by='cure by hand'
	fi
	works || fatal 'cured, and it still does not work'
	if [ -z "$expect" ]; then
		verdict pass 'nothing wrong → nothing found'
	fi
	verdict pass "$how → $fixed_by → gone"
}
