#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The lab on a loaded machine: a guest that died before its init is booted again, one that got there is not.
# A qemu of ours says on the guest's console what is in ./boots, a word a boot.
. "$ROOT/tests/cli/lib.sh"
mkdir -p tests bin build/lab/root/boot
cp -R "$ROOT/tests/lab" tests/
touch build/lab/root/boot/vmlinuz-0
scenario=$(basename "$(find tests/lab/scenarios -name '*.sh' | sort | head -n 1)" .sh)
cat >bin/qemu-system-x86_64 <<'END'
#!/bin/bash
while [ $# -gt 0 ]; do
	case $1 in
	-serial) [ -n "${console-}" ] || console=${2#file:} ;;
	-append) echo "$2" >>append ;;
	esac
	shift
done
read -r word <boots
sed -i 1d boots
case $word in
panic) printf 'Kernel panic - not syncing: IO-APIC + timer does not work!\r\n' >"$console" ;;
slow) sleep 9 ;;
init) printf 'lab: booted\r\nlab: died on its way\r\n' >"$console" ;;
pass) printf 'lab: booted\r\nlab: pass gone\r\n' >"$console" ;;
esac
END
chmod 755 bin/qemu-system-x86_64
export PATH=$PWD/bin:$PATH

# boots STATUS WORDS LEFT: what run.sh ends with, and the boots that are not needed.
boots() {
	rm -f append
	tr ' ' '\n' <<<"$2" >boots
	LAB_LIMIT=2 ends "$1" tests/lab/run.sh "$scenario"
	[ "$(tr '\n' ' ' <boots)" = "$3" ] || fail "after $2 there are left: $(tr '\n' ' ' <boots)"
}
boots 0 'panic panic pass' ''
has append no_timer_check
boots 0 'pass pass' 'pass '
boots 1 'panic panic panic pass' 'pass '
has out 'no verdict'
boots 1 'init pass' 'pass '
boots 1 'slow pass' 'pass '
# The words that the fake guest says are those of the real one.
has tests/lab/init "echo 'lab: booted'"
