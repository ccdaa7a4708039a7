#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# run.sh BUILD [FOLDER…]: changes one line of C at a time, in files of checker/FOLDER that the seed
# chooses, and runs the fast tests until one fails.  What none notices is printed, to be read: it
# is a hole in the tests, or nothing can notice it.  N=10 for each folder, SEED=1.
# Objects are below BUILD, compiled with -fPIC: what the tests need is one shared library, so that
# a change costs a compilation and a link.
set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
build=$(cd "$1" && pwd)
shift
cd "$root" || exit
so=$build/so
export ROOT=$root BUILD=$so PATH=$so:$PATH LC_ALL=C.UTF-8 LD_LIBRARY_PATH=$so UPLINT_POLICY=
unset UPLINT_POLICY
N=${N:-10} SEED=${SEED:-1}
read -ra flags < <(make --no-print-directory OUT="$build" CFLAGS='-O1 -fPIC' print-cflags)
read -ra libs < <(pkg-config --libs libnl-3.0 libnl-genl-3.0 yaml-0.1 libpcre2-8 sqlite3 expat)
mapfile -t objects < <(find "$build" -name '*.o' ! -path "$so/*" ! -name main.o ! -path '*/fuzz/*')

# link OLD NEW: the library, with one object in the place of another.
link() { gcc -shared -o "$so/libuplint.so" "${objects[@]/#$1/$2}" "${libs[@]}" -ldl -lpthread; }

mkdir -p "$so/unit"
link none none || exit
gcc -o "$so/uplint" "$build/main.o" -L"$so" -luplint "${libs[@]}" || exit
for unit in tests/unit/test_*.c; do
	name=$(basename "$unit" .c)
	[ "$so/unit/$name" -nt "$unit" ] ||
		gcc "${flags[@]}" -o "$so/unit/$name" "$unit" -L"$so" -luplint "${libs[@]}" -ldl -lpthread -lcmocka || exit
done

# Units that read rules alone notice nothing of a parser, and take long.
units() {
	case $1 in
	parse | source) find "$so/unit" -name 'test_*' | grep -vE '_(about|rules|mutants|knowledge|words|exclusion|commands|db_random|tree|check|path.*)$' ;;
	*) find "$so/unit" -name 'test_*' | grep -vE '_(mutants|words|exclusion|commands|tree)$' ;;
	esac | sort
}
scripts() {
	echo tests/golden.sh
	case $1 in
	parse | source) ls tests/cli/{esxi_captures,ip_*,iscsi*,networkmanager,persistence,saved_texts,lab_captures}.sh 2>/dev/null ;;
	*) ls tests/cli/{status,words,query,rules,policy,json,input,write}.sh tests/path.sh ;;
	esac
}

passes() {
	local dir status
	dir=$(mktemp -d)
	if [[ $1 == *.sh ]]; then
		(cd "$dir" && timeout 120 bash "$root/$1") >/dev/null 2>&1 </dev/null
	else
		timeout 60 "$1" >/dev/null 2>&1 </dev/null
	fi
	status=$?
	rm -rf "$dir"
	[ $status -eq 0 ] || [ $status -eq 77 ]
}

# What fails without any change tells nothing.
choose_tests() {
	local test
	tests=()
	for test in $(units "$1") $(scripts "$1"); do
		if passes "$test"; then
			tests+=("$test")
		else
			echo "left out, it fails without any change: $test"
		fi
	done
}

# Does some test fail?
noticed() {
	local test
	for test in "${tests[@]}"; do
		passes "$test" || return 0
	done
	return 1
}

try() {
	local file=$1 seed=$2 object
	object=$build/${file#checker/}
	object=${object%.c}.o
	awk -v seed="$seed" -f tests/mutants/mutate.awk "$file" "$file" >"$build/mutant.c" 2>"$build/mutant.what"
	gcc "${flags[@]}" -w -c -o "$build/mutant.o.new" "$build/mutant.c" 2>/dev/null || return 2
	link "$object" "$build/mutant.o.new" 2>/dev/null || return 2
	noticed
}

[ $# -gt 0 ] || set -- base model parse tree path rule policy format source db check cmd
for folder; do
	mapfile -t files < <(find "checker/$folder" -name '*.c' | sort)
	killed=0 survived=0 seed=$SEED
	choose_tests "$folder"
	while [ $((killed + survived)) -lt "$N" ]; do
		file=${files[$((seed * 7919 % ${#files[@]}))]}
		try "$file" "$seed"
		case $? in
		0) killed=$((killed + 1)) ;;
		1)
			survived=$((survived + 1))
			cat "$build/mutant.what"
			;;
		esac
		seed=$((seed + 1))
	done
	echo "$folder: $killed noticed, $survived not"
done
link none none
