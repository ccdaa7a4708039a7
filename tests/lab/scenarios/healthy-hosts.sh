# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=dash disable=SC2034
# Healthy hosts of what few kernels have at hand (bond, VLAN, VRF, dummy, ipvlan): each is built in a
# namespace of its own, and the verdicts are those of fixtures/healthy/NAME.yaml. With -c the capture
# holds new snapshots for that.
expect=
harmless=1

# raise NAME: the namespace, its world, and the host's files in /tmp/NAME.
raise() {
	must ip netns add "world-$1"
	must ip netns add "$1"
	mkdir -p "/tmp/$1/root/etc"
	echo "$1" >"/tmp/$1/root/etc/hostname"
	(cd "/tmp/$1" && world="world-$1" ip netns exec "$1" sh -eu -c '
		. /lab/hosts.lib.sh && . "/lab/healthy/$1.sh"' sh "$1" >log 2>&1) ||
		fatal "$1: $(tail -n 1 "/tmp/$1/log")"
}

# new_snapshot NAME: in /tmp/NAME.yaml, under the words of its script.
new_snapshot() {
	ip netns exec "$1" uplint snapshot --root "/tmp/$1/root" -o "/tmp/$1/live.yaml" || fatal "$1: no snapshot"
	sed -n '/^#/!q; /^# needs: /d; p' "/lab/healthy/$1.sh" >"/tmp/$1.yaml"
	awk -f /lab/as_physical.awk "/tmp/$1/nics" "/tmp/$1/live.yaml" >>"/tmp/$1.yaml"
}

build() {
	for module in bonding 8021q vrf dummy ipvlan macvlan vxlan tun; do
		must modprobe "$module"
	done
	for script in /lab/healthy/*.sh; do
		raise "$(basename "$script" .sh)"
	done
	sleep 8 # until both ends of each channel agree
	for script in /lab/healthy/*.sh; do
		new_snapshot "$(basename "$script" .sh)"
	done
	if [ -n "${capture_after-}" ]; then
		mkdir -p /capture
		cp /tmp/*.yaml /capture
	fi
}

works() { :; }

verdicts() {
	uplint check -f json "$1" >/tmp/report.json
	# The kernel gives some devices another MAC address each time.
	jq -r '.results[] | select(.rule != "duplicate-mac") | "\(.severity) \(.status) \(.rule) \(.subject)"' /tmp/report.json | sort
}

examine() {
	for kept in /lab/healthy/*.yaml; do
		name=$(basename "$kept" .yaml)
		verdicts "$kept" >/tmp/kept
		verdicts "/tmp/$name.yaml" >/tmp/new
		diff /tmp/kept /tmp/new || fatal "$name: the fixture has other verdicts (<) than the host (>)"
	done
}
