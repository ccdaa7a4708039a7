/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Runs a fuzz target over files, so that a corpus is a plain test:  fuzz_event FILE...
 * Each file is read whole, cut at some places and with some bytes of it changed, always the same
 * ones.  The last line "reading …" on standard error names what a target died of.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"

enum { CUTS = 5, DAMAGES = 6, BYTES_PER_DAMAGE = 3 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Reproducible everywhere, unlike rand(). */
static uint32_t draw(uint32_t *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return *seed >> 8;
}

/* A copy that ends where the text ends, without the NUL of file_read(), so that the sanitizer sees
 * what reads past it. */
static uint8_t *exact_copy(const char *text, size_t n)
{
	uint8_t *copy = malloc(n ? n : 1);

	if (!copy)
		abort();
	memcpy(copy, text, n);
	return copy;
}

static void run_cut(const char *path, const char *text, size_t n)
{
	uint8_t *copy = exact_copy(text, n);

	fprintf(stderr, "reading %s, the first %zu bytes\n", path, n);
	LLVMFuzzerTestOneInput(copy, n);
	free(copy);
}

/* A changed byte is one of what separates and ends in the formats, else any. */
static void run_damaged(const char *path, const char *text, size_t n, uint32_t seed)
{
	static const char marks[] = "\0\n\t \"':=/,-[]{}<>&\\#%\x1b\x80\xff" "09";
	uint8_t *copy = exact_copy(text, n);

	fprintf(stderr, "reading %s, damage %u\n", path, seed);
	for (int i = 0; i < BYTES_PER_DAMAGE; i++) {
		size_t place = draw(&seed) % n;
		uint32_t change = draw(&seed), which = change / 2;

		if (change % 2)
			copy[place] = (uint8_t)marks[which % (sizeof(marks) - 1)];
		else
			copy[place] ^= (uint8_t)(1U << which % 8);
	}
	LLVMFuzzerTestOneInput(copy, n);
	free(copy);
}

static void run(const char *path, const char *text, size_t n)
{
	for (size_t i = 0; i <= CUTS; i++)
		run_cut(path, text, n - n * i / (CUTS + 1));
	for (uint32_t i = 0; i < DAMAGES && n; i++)
		run_damaged(path, text, n, i);
}

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		struct err err;
		char *text;
		size_t n;

		if (file_read(argv[i], 64 * 1024 * 1024, &text, &n, &err) < 0) {
			fprintf(stderr, "%s\n", err.text);
			return 2;
		}
		run(argv[i], text, n);
		free(text);
	}
	return 0;
}
