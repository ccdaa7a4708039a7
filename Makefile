# SPDX-License-Identifier: GPL-2.0-or-later
# Everything is built below build/; build/san/ holds the same with sanitizers,
# build/static/ with STATIC=1 the same without a shared library, libarchive inside.
#   make            build/uplint            make test     everything, sanitizers on
#   make soak       random hosts that are new each time, SOAK= of each kind (20)
#   make lab        faults and cures in virtual machines
#   make mutants    which changes of a line of C no test notices (FOLDERS=parse N=10 SEED=1)
#   make bench      speed and memory beside the targets (as root; PARTS=small for one part)
#   make run        install needs, build, check this host
#   make deps       install what the build needs   make install, make uninstall   DESTDIR=, prefix=
#   make update     rewrite the golden reports and what tests let pass; git diff judges
#   V=1 shows commands; CC=clang builds with clang; SHARED=1 and STATIC=1: which libraries are inside.

CC ?= gcc
ifeq ($(origin CC),default)
CC := gcc
endif
RELEASE := 0.1.0
VERSION := $(or $(shell git describe --tags --match 'v*' --dirty 2>/dev/null | sed 's/^v//'),$(RELEASE))
PACKAGES := libnl-3.0 libnl-genl-3.0 yaml-0.1 libpcre2-8 sqlite3 expat
OUT := build$(if $(SAN),/san)$(if $(STATIC),/static)
Q := $(if $(V),,@)

, := ,
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wno-unknown-warning-option -Wno-format-truncation -Werror=switch
SANFLAGS := $(if $(SAN),-fsanitize=address$(,)undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
CFLAGS ?= -O2 -g
PKG_CFLAGS := $(shell pkg-config --cflags $(PACKAGES) 2>/dev/null | sed 's/-I/-isystem /g')
PKG_LIBS := $(shell pkg-config --libs $(PACKAGES) 2>/dev/null)
override CFLAGS += -std=c17 -D_GNU_SOURCE -Ichecker -I$(OUT) $(WARNINGS) $(SANFLAGS) $(PKG_CFLAGS) -MMD -MP
LIBS := $(PKG_LIBS) -ldl -lpthread
COMPILE = $(CC) $(CPPFLAGS) $(CFLAGS)
LINK = $(COMPILE) $(LDFLAGS)
# To find, map and relocate six shared libraries took a sixth of the time in which a small host is
# checked: the program has those inside of which there is an archive.  SHARED=1 is for
# distributions, which mend a library once for all.
archive_of = $(wildcard $(shell $(CC) $(filter -L%,$(PKG_LIBS)) -print-file-name=lib$(1:-l%=%).a))
INSIDE = $(if $(SHARED)$(SAN)$(STATIC),$(LIBS),$(foreach l,$(LIBS),$(or $(if $(filter $l,$(PKG_LIBS)),$(call archive_of,$l)),$l)) -lm)
# libnl brings functions that we do not call and that a static libc warns of (ld 2.40 and later).
ifdef STATIC
LIBS := -static -Wl,--no-warnings $(PKG_LIBS) -larchive -lnettle -llzma -lzstd -lbz2 -lz -lm -lpthread
$(OUT)/tree/archive.o: override CFLAGS += -DARCHIVE_INSIDE
endif

SOURCES := $(sort $(wildcard checker/*/*.c checker/*/*/*.c))
OBJECTS := $(SOURCES:checker/%.c=$(OUT)/%.o)

all: $(OUT)/uplint

# Said once and before any compiler is: of libarchive, which is loaded at run time, the header is needed.
NEEDS := $(shell pkg-config --exists $(PACKAGES) libarchive 2>/dev/null || echo needs)
needs:
	@echo "uplint: libraries that it is built with are missing: run \`make deps'" >&2; exit 1

$(OUT)/%.o: checker/%.c | $(NEEDS)
	@mkdir -p $(@D)
	$(if $(V),,@echo "  CC    $@")
	$(Q)$(COMPILE) -c -o $@ $<

# Rewritten only where the version is another one.
$(OUT)/version.h: FORCE
	@mkdir -p $(@D)
	@echo '#define UPLINT_VERSION "$(VERSION)"' >$@.new
	@cmp -s $@.new $@ && rm $@.new || mv $@.new $@

$(OUT)/cmd/cmd.o: $(OUT)/version.h

# The views of SQL as constant data.
VIEWS := $(sort $(wildcard checker/db/views/*.sql))

$(OUT)/db/views.inc: tools/embed.sh $(VIEWS) checker/db/views
	@mkdir -p $(@D)
	$(Q)tools/embed.sh views $(VIEWS) >$@.new && mv $@.new $@

$(OUT)/db/view.o: $(OUT)/db/views.inc

# The built-in rules as constant data; directories stand here so that a rule that goes away is seen.
RULES := $(sort $(shell find rules -name '*.yaml' 2>/dev/null))
RULE_DIRS := $(shell find rules -type d 2>/dev/null)

$(OUT)/libcore.a: $(OBJECTS)
	$(Q)rm -f $@ && ar rcs $@ $^

$(OUT)/packrules: tools/packrules.c $(OUT)/libcore.a
	$(if $(V),,@echo "  LD    $@")
	$(Q)$(LINK) -o $@ $(filter %.c %.o %.a,$^) $(LIBS)

$(OUT)/rules.c: $(OUT)/packrules $(RULES) $(RULE_DIRS) $(wildcard fixtures/rules/*/fail.yaml)
	$(if $(V),,@echo "  PACK  $@")
	$(Q)$(OUT)/packrules fixtures/rules $(RULES) >$@.new && mv $@.new $@

$(OUT)/rules.o: $(OUT)/rules.c
	$(Q)$(COMPILE) -c -o $@ $<

$(OUT)/libuplint.a: $(OBJECTS) $(OUT)/rules.o
	$(if $(V),,@echo "  AR    $@")
	$(Q)rm -f $@ && ar rcs $@ $^

$(OUT)/uplint: $(OUT)/main.o $(OUT)/libuplint.a
	$(if $(V),,@echo "  LD    $@")
	$(Q)$(LINK) -o $@ $(filter %.c %.o %.a,$^) $(INSIDE)

# One cmocka binary for each tests/unit/test_x.c.
UNITS := $(patsubst tests/unit/%.c,$(OUT)/unit/%,$(wildcard tests/unit/test_*.c))

$(OUT)/unit/%: tests/unit/%.c $(OUT)/libuplint.a
	@mkdir -p $(@D)
	$(if $(V),,@echo "  TEST  $@")
	$(Q)$(LINK) -o $@ $< $(OUT)/libuplint.a $(LIBS) -lcmocka

units: $(UNITS)

# A fuzz target reads the files that it is given; tests/fuzz.sh gives it what the tree holds.
FUZZERS := $(patsubst tests/fuzz/%.c,$(OUT)/fuzz/%,$(wildcard tests/fuzz/fuzz_*.c))

$(OUT)/fuzz/main.o: tests/fuzz/main.c
	@mkdir -p $(@D)
	$(Q)$(COMPILE) -c -o $@ $<

$(OUT)/fuzz/%: tests/fuzz/%.c $(OUT)/fuzz/main.o $(OUT)/libuplint.a
	$(if $(V),,@echo "  FUZZ  $@")
	$(Q)$(LINK) -o $@ $(filter %.c %.o %.a,$^) $(LIBS)

fuzz: $(FUZZERS)

# Faults and their cures in virtual machines: tests/lab/README.md.
lab: deps
	$(Q)$(MAKE) --no-print-directory all
	$(Q)tests/lab/fetch.sh
	$(Q)UPLINT=$(abspath $(OUT))/uplint tests/lab/pack.sh
	$(Q)tests/lab/run.sh

# Speed and memory, in network namespaces of its own.
$(OUT)/bench/%: tests/bench/%.c
	@mkdir -p $(@D)
	$(Q)$(LINK) -o $@ $<

$(OUT)/bench/path_bench: tests/bench/path_bench.c $(OUT)/libuplint.a
	@mkdir -p $(@D)
	$(Q)$(LINK) -o $@ $(filter %.c %.a,$^) $(LIBS)

$(OUT)/bench/steps: tests/bench/steps.c $(OUT)/libuplint.a
	@mkdir -p $(@D)
	$(Q)$(LINK) -o $@ $(filter %.c %.a,$^) $(LIBS)

# With the same libyaml inside as uplint, since the two are compared.
$(OUT)/bench/events: tests/bench/events.c
	@mkdir -p $(@D)
	$(Q)$(LINK) -o $@ $< $(INSIDE)

bench: $(OUT)/uplint $(addprefix $(OUT)/bench/,dump race events steps path_bench)
	$(Q)tests/bench/run.sh $(OUT) $(PARTS)

# What `make run` needs, and what the tests need beside it.
BUILD_NEEDS := gcc make pkg-config libnl-3-dev libnl-genl-3-dev libyaml-dev libpcre2-dev libsqlite3-dev libexpat1-dev libarchive-dev
STATIC_NEEDS := liblzma-dev libzstd-dev libbz2-dev zlib1g-dev nettle-dev
TEST_NEEDS := libcmocka-dev iproute2 iputils-ping iputils-arping mandoc shellcheck jq procps netbase zip xz-utils bzip2 zstd libxml2-utils

deps:
	$(Q)tools/deps.sh $(BUILD_NEEDS) $(if $(STATIC),$(STATIC_NEEDS))

test-deps: deps
	$(Q)tools/deps.sh $(TEST_NEEDS) $(STATIC_NEEDS)

# A second make, with all cores, since pkg-config answers only once the packages are there.
# Findings are no failure of `make run`; that the host cannot be checked is one.
run: deps
	$(Q)$(MAKE) --no-print-directory $(if $(findstring -j,$(MAKEFLAGS)),,-j$(shell nproc)) all
	$(Q)build/uplint check || { s=$$?; echo "exit status $$s"; [ $$s -eq 1 ]; }
	@echo
	@echo "next: build/uplint check -v     what complies too, and what could not be told"
	@echo "      build/uplint rules        the rules, and the reasons for one: build/uplint rules RULE"
	@echo "      sudo make install         uplint(1) and its pages; make uninstall takes them away"

print-cflags:
	@echo $(CPPFLAGS) $(filter-out -MMD -MP,$(CFLAGS))

test: test-deps
	$(Q)$(MAKE) --no-print-directory SAN=1 all units fuzz man build/san/bench/steps
	$(Q)tests/run.sh build/san

# The tests that have a generator, on new hosts; one that fails names its seed.
SOAK ?= 20
soak: test-deps
	$(Q)$(MAKE) --no-print-directory SAN=1 all
	$(Q)SOAK=$(SOAK) tests/run.sh build/san $(shell grep -l SOAK tests/live/*.sh | grep -v lib.sh)

mutants: test-deps
	$(Q)$(MAKE) --no-print-directory OUT=build/mutants CFLAGS='-O1 -fPIC' all units
	$(Q)tests/mutants/run.sh build/mutants $(FOLDERS)

update: $(OUT)/uplint $(addprefix $(OUT)/unit/test_,knowledge mutants)
	$(Q)UPDATE=1 tests/run.sh $(OUT) tests/golden.sh $(OUT)/unit/test_knowledge $(OUT)/unit/test_mutants

man: $(OUT)/uplint-tables.5

$(OUT)/tablesman: tools/tablesman.c $(OUT)/libuplint.a
	$(if $(V),,@echo "  LD    $@")
	$(Q)$(LINK) -o $@ $< $(OUT)/libuplint.a $(LIBS)

$(OUT)/uplint-tables.5: $(OUT)/tablesman
	$(Q)$< >$@.new && mv $@.new $@

prefix ?= /usr/local
INSTALL ?= install

# What is installed, MODE:FILE:PLACE.
PAGES := $(wildcard man/*.[15]) $(OUT)/uplint-tables.5
INSTALLED := 755:$(OUT)/uplint:bin/uplint \
	$(foreach page,$(PAGES),644:$(page):share/man/man$(patsubst .%,%,$(suffix $(page)))/$(notdir $(page))) \
	$(foreach rule,$(RULES),644:$(rule):share/uplint/$(rule)) 755:collect/esxi.sh:share/uplint/collect/esxi.sh \
	644:checker/format/uplint.schema.json:share/uplint/uplint.schema.json \
	644:completion/uplint.bash:share/bash-completion/completions/uplint

install: all man
	$(Q)for file in $(INSTALLED); do mode=$${file%%:*} file=$${file#*:}; \
		$(INSTALL) -D -m $$mode $${file%:*} "$(DESTDIR)$(prefix)/$${file#*:}" || exit; done

uninstall:
	$(Q)for file in $(INSTALLED); do rm -f "$(DESTDIR)$(prefix)/$${file##*:}" || exit; done
	$(Q)[ ! -d "$(DESTDIR)$(prefix)/share/uplint" ] || find "$(DESTDIR)$(prefix)/share/uplint" -depth -type d -empty -delete

clean:
	rm -rf build

-include $(shell find $(OUT) -path build/lab -prune -o -name '*.d' -print 2>/dev/null)
FORCE:
.PHONY: all needs units fuzz print-cflags lab bench deps test-deps run test soak mutants update man install uninstall clean FORCE
.SECONDARY:
