/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs a fuzz target over files, so that a corpus is a plain test:  fuzz_event FILE... */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

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
		LLVMFuzzerTestOneInput((const uint8_t *)text, n);
		free(text);
	}
	return 0;
}
