#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# embed.sh NAME FILE…: the files as a C array NAME of { name, text }, in the order given.
set -eu
array=$1
shift
n=0
for file; do
	echo "static const unsigned char ${array}_${n}[] = {"
	od -An -v -tu1 "$file" | sed 's/  */,/g; s/^,//; s/$/,/'
	echo "0 };"
	n=$((n + 1))
done
echo "static const struct {"
echo "	const char *name;"
echo "	const unsigned char *text;"
echo "} ${array}[] = {"
n=0
for file; do
	name=${file##*/}
	echo "	{ \"${name%.*}\", ${array}_$n },"
	n=$((n + 1))
done
echo "};"
