#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Outputs of an ESXi host that went through web pages, terminals and mail: what is known of them is
# what they said, or nothing.  No list is read that lost a row, nothing turns compliant.  The damage
# is drawn by numbers of its own, so that a seed says the same everywhere.
. "$ROOT/tests/cli/lib.sh"

# A table, what names its rows, its columns.
tables='
interface:name:kind,mac,mtu,admin,carrier,speed,duplex,driver,bus,stack,vswitch,portgroup,services,gateway
address:interface,address:prefixlen,method,flags
route:route_table,dst,gateway:interface,protocol
neighbour:address:interface,mac,state,stack
uplink:team_kind,team,interface:role,link
vswitch:name:kind,mtu,uplinks,load_balancing,failure_detection,failback
portgroup:name:vswitch,vlan_id,active_uplinks,standby_uplinks,unused_uplinks,load_balancing,failback
binding:adapter,vmknic:mac,vmnic,portgroup,compliant,path_status
iscsi_adapter:name:kind,driver,initiator_name,enabled,vmnic
iscsi_target:target,portal,adapter:tpgt,method
iscsi_session:target,adapter:portal,local_address,interface,logged_in
nfs_mount:path:server,share,version,mounted,accessible,read_only,interface'

# Each fact as a line of its own, "table key column=value", and which tables were read.
question=
while IFS=: read -r table key columns; do
	[ "$table" ] || continue
	name="'$table'"
	for part in ${key//,/ }; do
		name+="||' '||coalesce($part,'-')"
	done
	fact="$name"
	for column in ${columns//,/ }; do
		fact+="||coalesce('~'||$name||' $column='||$column, '')"
	done
	question+="SELECT $fact AS fact FROM $table UNION ALL "
done <<<"$tables"
question+="SELECT 'read '||fact FROM coverage WHERE state = 'read'"
question+=" UNION ALL SELECT 'version '||version FROM host WHERE version IS NOT NULL"

facts() { # INPUT; nothing where it is taken for no output at all
	uplint query "$question" "$1" -f csv 2>err | sed 1d | tr -d '"\r' | tr '~' '\n' | LC_ALL=C sort
}
compliant() {
	uplint check -f jsonl "$1" 2>err | sed -n 's/.*"rule":"\([^"]*\)".*"status":"compliant","subject":"\([^"]*\)".*/\1 \2/p' |
		LC_ALL=C sort
}

# Damage by kind: a line stays as it is where the draw says so.
damage() { # KIND SEED
	awk -v kind="$1" -v seed="$2" '
		function draw(n) { seed = (seed * 16807) % 2147483647; return int(seed / 64) % n }
		BEGIN { seed++; at = 60 + draw(60); half = draw(2) }
		kind == "collapsed" { gsub(/  +/, " ") }
		kind == "stripped" { gsub(/[ \t]+/, " "); sub(/^ /, "") }
		kind == "tabs" { lead = $0; sub(/[^ ].*/, "", lead); sub(/^ +/, ""); gsub(/  +/, "\t"); $0 = lead $0 }
		kind == "some" && draw(2) { gsub(/  +/, " ") }
		kind == "one" { n = gsub(/  +/, "&"); if (n && match($0, /[^ ]  +/)) $0 = substr($0, 1, RSTART + draw(2)) \
			" " substr($0, RSTART + RLENGTH) }
		kind == "cut" && !/^\[root|^~ #/ { $0 = substr($0, 1, at) }
		kind == "wrapped" { while (length($0) > 80) { print substr($0, 1, 80); $0 = substr($0, 81) } }
		kind == "crlf" { $0 = $0 "\r" }
		kind == "quoted" { $0 = (half ? "> " : ">") $0 }
		kind == "equals" && /^-[- ]*$/ { gsub(/-/, "=") }
		kind == "unruled" && /^-[- ]+$/ { next }
		kind == "remarks" && NF && !/^[-= ]*$/ && !/^\[root|^~ #/ && !draw(3) { $0 = $0 "   # " (draw(2) ? "as it was" : "vmnic9") }
		kind ~ /^bare/ && /^\[root|^~ #/ { next }
		kind == "barest" { if (/^-[- ]+$/) next; gsub(/[ \t]+/, " ") }
		kind == "spaced" { $0 = $0 "\n" }
		{ print }'
}
gentle='collapsed stripped tabs some one crlf equals unruled remarks spaced quoted bare barest'
kinds="$gentle cut wrapped"

# What is read of the damaged input is a part of what the good one says.
compare() { # WHAT
	LC_ALL=C comm -13 good now >added
	[ ! -s added ] || fail "$1: facts that are none: $(head -n 5 added)"
	while read -r _ table; do
		LC_ALL=C comm -23 good now | grep "^$table [^=]*\$" >lost && fail "$1: $table is read, without $(head -n 3 lost)"
	done < <(grep '^read ' now)
	LC_ALL=C comm -13 good.verdicts verdicts >added
	[ ! -s added ] || fail "$1: compliant: $(head -n 5 added)"
}

# Each output of a directory, and each text of several outputs.
attack() { # PLACE SEED
	rm -rf work && cp -r "$1" work
	local kind=${2#*:} seed=${2%%:*} file
	while read -r file; do
		# Nobody explains a dump line by line.
		[[ $kind:$file != remarks:*net-dvs* ]] || continue
		damage "$kind" "$seed" <"$file" >damaged && cp damaged "$file"
		seed=$((seed + 1))
	done < <(find work -type f | LC_ALL=C sort)
	facts work >now
	compliant work >verdicts
	compare "$1 $kind seed $seed"
	[[ " $gentle " != *" $kind "* || $1 != places/drawn-* ]] || cmp -s good now ||
		fail "$1 $kind seed $seed: lost $(LC_ALL=C comm -23 good now | head -n 5)"
}

# Captures of the fixtures under the commands that they are of.
mkdir -p places
for input in "$ROOT"/fixtures/inputs/esx*/input "$ROOT"/fixtures/captures/esx*; do
	case $input in */esxi-bundle/* | */esxi-formatters/* | *conf*) continue ;; esac
	[ -d "$input" ] && cp -r "$input" "places/$(basename "${input%/input}")"
done
find places -name SOURCE -delete

# Sessions on hosts that are drawn.
for seed in $(seq "${DAMAGE:-5}"); do
	mkdir -p "places/drawn-$seed"
	awk -v seed="$seed" -f "$ROOT/tests/cli/esxi_host.awk" >"places/drawn-$seed/session.txt"
done

# Fixtures take their turns at the kinds of damage; DAMAGE=20 takes all of them, and more hosts.
number=0 turn=0
for place in places/*; do
	facts "$place" >good
	[ -s good ] || continue
	compliant "$place" >good.verdicts
	turn=$((turn + 1))
	for kind in $kinds; do
		turn=$((turn + 1))
		[[ ${DAMAGE-} || $place == places/drawn-* || $((turn % 3)) -eq 0 ]] || continue
		number=$((number + 1))
		attack "$place" "$((number * 7919)):$kind"
	done
done
[ $number -gt 100 ] || fail "only $number inputs were damaged"
exit 0
