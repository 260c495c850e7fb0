# Builds, tests and installs billet. `make help` lists the targets; on Debian each one first installs the packages it lacks.

PREFIX ?= /usr/local
DESTDIR ?=
BUILD ?= build
CC = gcc
PYTHON ?= python3
FUZZ_SECONDS ?= 20
SOAK_SECONDS ?= 180

# A line a file; V=1 shows the whole commands.
run = $(if $(V),,@printf '%-5s %s\n' '$(1)' '$(2)'; )

ifeq ($(filter -j% --jobserver%,$(MAKEFLAGS))$(MAKELEVEL),0)
MAKEFLAGS += -j$(shell nproc 2>/dev/null || echo 2)
endif
.SUFFIXES:
.DELETE_ON_ERROR:
.DEFAULT_GOAL := all

# ---- Modules: core/NAME becomes billet-NAME.so, opened when a command first needs it (core/base/module.h), so neither program nor
# library names what it links. Each has NAME_PACKAGES and NAME_LIBS.

MODULES = archive line net pdf web
MODULE_FILES := $(MODULES:%=billet-%.so)
ASAN_MODULES := $(MODULES:%=$(BUILD)/asan/program/billet-%.so)
module_sources = $(sort $(wildcard core/$(1)/*.c))
MODULE_SOURCES := $(foreach m,$(MODULES),$(call module_sources,$m))

# ---- Packages: those of the goals asked for, in one go.

BUILD_PACKAGES = gcc binutils libc6-dev liblua5.4-dev libsqlite3-dev libcjson-dev libcsv-dev nettle-dev tzdata libutf8proc-dev \
  $(foreach m,$(MODULES),$($m_PACKAGES))
archive_PACKAGES = libzip-dev
line_PACKAGES = libedit-dev
net_PACKAGES = libcurl4-openssl-dev libmicrohttpd-dev
pdf_PACKAGES = pkg-config libcairo2-dev libpango1.0-dev libqrencode-dev libjpeg62-turbo-dev zlib1g-dev fonts-noto-core fonts-noto-cjk fonts-liberation
web_PACKAGES = libmicrohttpd-dev libcrypt-dev
TEST_PACKAGES = libcmocka-dev python3 sqlite3 tmux curl
LINT_PACKAGES = clang-format clang-tidy cppcheck lua-check
BENCH_PACKAGES = valgrind python3 time $(WEB_PACKAGES)
FAULT_PACKAGES = libcmocka-dev python3 sqlite3
DOCUMENT_PACKAGES = poppler-utils qpdf zbar-tools chromium python3 python3-aiosmtpd openssl sqlite3 \
  libsaxonhe-java default-jre-headless libxml2-utils man-db mandoc zsh fish
INSTALL_PACKAGES = lowdown
DEB_PACKAGES = $(INSTALL_PACKAGES) dpkg-dev binutils
WEB_PACKAGES = chromium fonts-lato poppler-utils
EXPORT_PACKAGES = ledger hledger beancount python3 curl
FUZZ_PACKAGES = clang libclang-rt-14-dev $(if $(filter fuzz-afl,$(MAKECMDGOALS)),afl++)
PACKAGES = $(sort $(BUILD_PACKAGES) $(if $(filter test test-quick mutate tsan,$(MAKECMDGOALS)),$(TEST_PACKAGES)) \
  $(if $(filter lint format,$(MAKECMDGOALS)),$(LINT_PACKAGES) $(TEST_PACKAGES)) $(if $(filter bench bench-year,$(MAKECMDGOALS)),$(BENCH_PACKAGES)) \
  $(if $(filter test-faults,$(MAKECMDGOALS)),$(FAULT_PACKAGES)) $(if $(filter fuzz fuzz-afl,$(MAKECMDGOALS)),$(FUZZ_PACKAGES)) $(if $(filter test-documents,$(MAKECMDGOALS)),$(DOCUMENT_PACKAGES)) \
  $(if $(filter test-export mutate,$(MAKECMDGOALS)),$(EXPORT_PACKAGES)) $(if $(filter test-web soak-web,$(MAKECMDGOALS)),$(WEB_PACKAGES)) \
  $(if $(filter install install-program,$(MAKECMDGOALS)),$(INSTALL_PACKAGES)) $(if $(filter deb test-documents,$(MAKECMDGOALS)),$(DEB_PACKAGES)))

# ---- Sources.

CLI_SOURCES := $(sort $(wildcard core/cli/*.c core/cli/prompt/*.c core/cli/serve/*.c core/program/*.c))
LIB_SOURCES := $(sort $(filter-out core/store/write_schema.c $(CLI_SOURCES) $(MODULE_SOURCES),$(shell find core lua -name '*.c')))
TEST_SOURCES := $(sort $(wildcard tests/core/test_*.c tests/sandbox/test_*.c))
TEST_FAKES := $(wildcard tests/core/fake_*.c)
TEST_HELPERS := $(sort $(filter-out $(TEST_SOURCES) $(TEST_FAKES),$(wildcard tests/core/*.c)))
EMBED_SOURCE := $(wildcard tests/embed.c)
DOCUMENT_SOURCES := $(sort $(filter-out tests/documents/damage.c,$(wildcard tests/documents/*.c)))
BENCH_SOURCES := $(sort $(wildcard tests/bench/*.c))
FAULT_SOURCES := $(sort $(wildcard tests/faults/test_*.c))
FAULT_HELPERS := $(sort $(filter-out $(FAULT_SOURCES),$(wildcard tests/faults/*.c)))
FUZZ_SOURCES := $(sort $(wildcard tests/fuzz/fuzz_*.c))
C_FILES := $(sort $(shell find core lua tests -name '*.[ch]'))
LUA_FOLDERS := $(wildcard lua rules plugins tests)

# ---- Flags.

WARNINGS = -Wall -Wextra -Werror -Wshadow=local -Wstrict-prototypes -Wmissing-prototypes -Wconversion -Wno-sign-conversion -Wvla \
  -Wformat=2 -Wpointer-arith -Wundef
LANGUAGE = -std=gnu11 -D_GNU_SOURCE -I. -I/usr/include/lua5.4
RELEASE = -O2 -g -fPIC -fvisibility=hidden -fstack-protector-strong -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 -fno-plt
SANITIZE = -fsanitize=address,undefined -fno-sanitize-recover=all
ASAN = -O1 -g -fPIC -fno-omit-frame-pointer -DBILLET_FAULTS $(SANITIZE)
FUZZ = -O1 -g -w -fsanitize=address,undefined -fno-sanitize-recover=all -DBILLET_FUZZ
# In the order in which the loader looks for names: those that need the most come first.
LIBS = -lsqlite3 -lc -lnettle -lutf8proc -llua5.4 -lcjson -lcsv -lm
FUZZ_LINK = -fsanitize=fuzzer,address,undefined
FUZZ_LIBS = -Wl,--as-needed $(archive_LIBS) $(net_LIBS) $(web_LIBS) $(LIBS)
LDFLAGS ?= -Wl,-z,relro,-z,now
# Asked when an object needs them, for pkg-config is one of the packages.
PDF_LIBRARIES = pangocairo fontconfig libqrencode libjpeg zlib
PDF_FLAGS = $(patsubst -I%,-isystem%,$(shell pkg-config --cflags $(PDF_LIBRARIES)))
archive_LIBS = -lzip
line_LIBS = -ledit
net_LIBS = -lcurl -lmicrohttpd
web_LIBS = -lmicrohttpd -lcrypt
pdf_LIBS = -Wl,--as-needed $(shell pkg-config --libs $(PDF_LIBRARIES))
MODULE_LDFLAGS = -shared $(LDFLAGS) -Wl,--exclude-libs,ALL

# ---- Objects, by build: release, asan (sanitizers, and the hooks that inject faults), fuzz (libFuzzer), afl (AFL++).

objects = $(patsubst %.c,$(BUILD)/$(1)/%.o,$(2))
RELEASE_LIB := $(call objects,release,$(LIB_SOURCES))
RELEASE_CLI := $(call objects,release,$(CLI_SOURCES))
RELEASE_MODULES := $(call objects,release,$(MODULE_SOURCES))
ASAN_LIB := $(call objects,asan,$(LIB_SOURCES))
ASAN_CLI := $(call objects,asan,$(CLI_SOURCES))
# What fuzzers call of modules, they link.
FUZZED_MODULES := $(call module_sources,archive) $(call module_sources,net) $(call module_sources,web) \
  $(sort $(filter-out core/cli/given.c,$(wildcard core/cli/*.c)) $(wildcard core/cli/serve/*.c))
FUZZ_LIB := $(call objects,fuzz,$(LIB_SOURCES) $(FUZZED_MODULES))
AFL_LIB := $(call objects,afl,$(LIB_SOURCES) $(FUZZED_MODULES))
TEST_PROGRAMS := $(patsubst %.c,$(BUILD)/asan/program/%,$(notdir $(TEST_SOURCES)))
FAKED_PROGRAMS := $(addprefix $(BUILD)/asan/program/,test_host test_host_deliveries test_host_rules test_host_templates test_sandbox)
FAULT_PROGRAMS := $(patsubst tests/faults/%.c,$(BUILD)/asan/program/%,$(FAULT_SOURCES))
FAULTY_BILLET := $(if $(FAULT_HELPERS),$(BUILD)/faults/billet $(BUILD)/faults/fast/billet $(BUILD)/faults/nomemory.so)
BENCH_PROGRAMS := $(patsubst tests/bench/%.c,$(BUILD)/release/program/%,$(BENCH_SOURCES))
FUZZ_PROGRAMS := $(patsubst tests/fuzz/%.c,$(BUILD)/fuzz/program/%,$(FUZZ_SOURCES))
AFL_PROGRAMS := $(patsubst tests/fuzz/%.c,$(BUILD)/afl/program/%,$(FUZZ_SOURCES))
DOCUMENT_PROGRAMS := $(patsubst %,$(BUILD)/%/program/render,release asan) $(BUILD)/asan/program/damage
EMBED_PROGRAM := $(if $(EMBED_SOURCE),$(BUILD)/release/program/embed)

.PHONY: all asan demo test test-quick mutate lint format bench bench-year test-faults test-documents test-export test-web soak-web tsan fuzz fuzz-afl install install-program deb uninstall clean help packages

all: billet libbillet.a libbillet.so $(MODULE_FILES) ## build the program, its modules and the library (the default)

packages:
	@sh tests/install-packages.sh $(PACKAGES)

$(BUILD)/release/%.o: %.c | packages
	@mkdir -p $(@D)
	$(call run,CC,$<)$(CC) $(LANGUAGE) $(WARNINGS) $(RELEASE) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/asan/%.o: %.c | packages
	@mkdir -p $(@D)
	$(call run,ASAN,$<)$(CC) $(LANGUAGE) $(WARNINGS) $(ASAN) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/fuzz/%.o: %.c | packages
	@mkdir -p $(@D)
	$(call run,FUZZ,$<)clang $(LANGUAGE) $(FUZZ) -fsanitize=fuzzer-no-link -MMD -MP -c -o $@ $<

$(BUILD)/afl/%.o: %.c | packages
	@mkdir -p $(@D)
	$(call run,AFL,$<)AFL_QUIET=1 afl-clang-fast $(LANGUAGE) $(FUZZ) -MMD -MP -c -o $@ $<

# What each version of the book added, in their order; a fresh book has what they make together.
SCHEMA := $(patsubst %,core/store/%.sql,schema ledger freeze documents parties delivery aging day)
$(BUILD)/write_schema: $(BUILD)/release/core/store/write_schema.o
	$(call run,LINK,$@)$(CC) $(LDFLAGS) -o $@ $< -lsqlite3
$(BUILD)/fresh.sql: $(BUILD)/write_schema $(SCHEMA)
	$(call run,MAKE,$@)$< $(SCHEMA) >$@
$(patsubst %,$(BUILD)/%/core/store/schema.o,release asan fuzz afl): LANGUAGE += -Wa,-I$(BUILD)
$(patsubst %,$(BUILD)/%/core/store/schema.o,release asan fuzz afl): $(BUILD)/fresh.sql $(SCHEMA)

# The page's files, each behind a line with its name and length. Lines of comment are for whoever reads the source.
PAGE := $(sort $(wildcard core/web/page/*))
$(BUILD)/page.pack: $(PAGE)
	@mkdir -p $(@D)
	$(call run,MAKE,$@)for file in $^; do sed '\,^ *//,d' $$file >$@.one && printf '%s %s\n' "$${file##*/}" "$$(wc -c <$@.one)" && cat $@.one || exit 1; done >$@; rm $@.one
$(patsubst %,$(BUILD)/%/core/web/files.o,release asan fuzz afl): LANGUAGE += -Wa,-I$(BUILD)
$(patsubst %,$(BUILD)/%/core/web/files.o,release asan fuzz afl): $(BUILD)/page.pack

$(patsubst %,$(BUILD)/%/core/command/cmd_completion.o,release asan fuzz afl): $(wildcard core/command/shells/*)

# One archive of each build, for the programs that link it: they take what they use.
$(BUILD)/%/engine.a:
	@mkdir -p $(@D)
	@rm -f $@
	$(call run,AR,$@)ar rcsTD $@ $^
$(BUILD)/release/engine.a: $(RELEASE_LIB)
$(BUILD)/asan/engine.a: $(ASAN_LIB)
$(BUILD)/fuzz/engine.a: $(FUZZ_LIB)
$(BUILD)/afl/engine.a: $(AFL_LIB)

billet: $(RELEASE_CLI) $(BUILD)/release/engine.a
	$(call run,LINK,$@)$(CC) $(LDFLAGS) -o $@ $^ $(LIBS)

# One object whose hidden symbols are local: an embedder's link sees billet_* alone.
$(BUILD)/release/libbillet.o: $(RELEASE_LIB)
	$(call run,LINK,$@)ld -r -o $@.all $^
	@objcopy --localize-hidden $@.all $@
	@rm -f $@.all

libbillet.a: $(BUILD)/release/libbillet.o
	@rm -f $@
	$(call run,AR,$@)ar rcsD $@ $<

libbillet.so: $(RELEASE_LIB)
	$(call run,LINK,$@)$(CC) -shared -Wl,-soname,libbillet.so $(LDFLAGS) -Wl,--no-undefined -o $@ $^ $(LIBS)

$(call objects,release,$(call module_sources,pdf)) $(call objects,asan,$(call module_sources,pdf)): CPPFLAGS += $(PDF_FLAGS)

define module_rules
billet-$(1).so: $(call objects,release,$(call module_sources,$(1))) $(BUILD)/release/engine.a
	$$(call run,LINK,$$@)$$(CC) $$(MODULE_LDFLAGS) -Wl,--no-undefined -o $$@ $$^ $$($(1)_LIBS) $$(LIBS)

$(BUILD)/asan/program/billet-$(1).so: $(call objects,asan,$(call module_sources,$(1))) $(BUILD)/asan/engine.a
	@mkdir -p $$(@D)
	$$(call run,LINK,$$@)$$(CC) $$(SANITIZE) $$(MODULE_LDFLAGS) -o $$@ $$^ $$($(1)_LIBS) $$(LIBS)
endef
$(foreach m,$(MODULES),$(eval $(call module_rules,$m)))

# ---- Tests.

asan: $(BUILD)/asan/program/billet ## build the program with the sanitizers: build/asan/program/billet

# The program looks for its Lua files beside itself; lua/ holds objects here, so the sanitized program stands in a folder of its own.
$(BUILD)/asan/program/billet: $(ASAN_CLI) $(BUILD)/asan/engine.a | $(ASAN_MODULES)
	@mkdir -p $(@D)
	$(call run,LINK,$@)$(CC) $(SANITIZE) $(LDFLAGS) -o $@ $^ $(LIBS)
	@ln -sfn $(CURDIR)/lua $(CURDIR)/rules $(CURDIR)/plugins $(@D)
	@ln -sfn $(CURDIR)/tests/data/demo $(@D)/sample

$(filter-out $(FAKED_PROGRAMS),$(TEST_PROGRAMS)): $(BUILD)/asan/program/%: $(BUILD)/asan/tests/core/%.o $(BUILD)/asan/worlds.a $(BUILD)/asan/engine.a | $(BUILD)/asan/program/billet
	$(call run,LINK,$@)$(CC) $(SANITIZE) $(LDFLAGS) -o $@ $(filter %.o,$^) $(filter %.a,$^) -lcmocka $(LIBS)

# All parsers that are fuzzed in one program, each under its file's name.
$(call objects,asan,$(FUZZ_SOURCES)): CPPFLAGS += -DLLVMFuzzerTestOneInput=$(basename $(notdir $@))
$(BUILD)/asan/program/test_fuzz_seeds: $(call objects,asan,$(FUZZ_SOURCES) $(FUZZED_MODULES))
$(BUILD)/asan/program/test_fuzz_seeds: LIBS += $(archive_LIBS) $(net_LIBS) $(web_LIBS)

# Of a module, what it never shows.
$(BUILD)/asan/program/test_page_server: $(call objects,asan,$(call module_sources,web))
$(BUILD)/asan/program/test_page_server: LIBS += $(web_LIBS)

$(BUILD)/asan/worlds.a: $(call objects,asan,$(TEST_HELPERS))
	@rm -f $@
	$(call run,AR,$@)ar rcsTD $@ $^

# Tests of the plugin host put a fake rating in the place of the engine's: the first definition counts.
$(BUILD)/asan/program/test_host: $(BUILD)/asan/tests/core/test_host.o
$(BUILD)/asan/program/test_host_deliveries: $(BUILD)/asan/tests/core/test_host_deliveries.o
$(BUILD)/asan/program/test_host_rules: $(BUILD)/asan/tests/core/test_host_rules.o
$(BUILD)/asan/program/test_host_templates: $(BUILD)/asan/tests/core/test_host_templates.o
$(BUILD)/asan/program/test_sandbox: $(call objects,asan,tests/sandbox/test_sandbox.c tests/sandbox/attack.c)
$(FAKED_PROGRAMS): $(call objects,asan,$(TEST_FAKES)) $(BUILD)/asan/engine.a | $(BUILD)/asan/program/billet
	$(call run,LINK,$@)$(CC) $(SANITIZE) $(LDFLAGS) -Wl,--allow-multiple-definition -o $@ $(sort $(filter $(BUILD)/asan/tests/%,$^)) $(filter-out $(BUILD)/asan/tests/%,$^) -lcmocka $(LIBS)

# The helpers of tests/faults make calls fail: linked into programs of their own, with the sanitizers and without.
FAULT_WRAPS = -Wl,--wrap=time,--wrap=chance_bytes,--wrap=book_log,--wrap=book_log_json,--wrap=fsync,--wrap=rename
$(BUILD)/faults/billet: $(ASAN_CLI) $(call objects,asan,$(FAULT_HELPERS)) $(BUILD)/asan/engine.a | $(ASAN_MODULES)
	@mkdir -p $(@D)
	$(call run,LINK,$@)$(CC) $(SANITIZE) $(LDFLAGS) $(FAULT_WRAPS) -o $@ $^ $(LIBS)
	@ln -sfn $(CURDIR)/lua $(CURDIR)/rules $(CURDIR)/plugins $(abspath $(ASAN_MODULES)) $(@D)

# Only the file that opens databases is otherwise than in the program: it asks for the VFS of the tests.
$(BUILD)/faults/fast/connection.o: core/store/connection.c | packages
	@mkdir -p $(@D)
	$(call run,CC,$@)$(CC) $(LANGUAGE) $(WARNINGS) $(RELEASE) -DBILLET_FAULTS -MMD -MP -c -o $@ $<
$(BUILD)/faults/fast/billet: $(RELEASE_CLI) $(BUILD)/faults/fast/connection.o $(call objects,release,$(FAULT_HELPERS)) $(BUILD)/release/engine.a | $(MODULE_FILES)
	$(call run,LINK,$@)$(CC) $(LDFLAGS) $(FAULT_WRAPS) -o $@ $^ $(LIBS)
	@ln -sfn $(CURDIR)/lua $(CURDIR)/rules $(CURDIR)/plugins $(MODULE_FILES:%=$(CURDIR)/%) $(@D)

# Put before the program by the loader: allocations that get nothing.
$(BUILD)/faults/nomemory.so: $(BUILD)/release/tests/faults/preload/nomemory.o
	@mkdir -p $(@D)
	$(call run,LINK,$@)$(CC) -shared $(LDFLAGS) -o $@ $^

$(FAULT_PROGRAMS): $(BUILD)/asan/program/%: $(BUILD)/asan/tests/faults/%.o $(call objects,asan,$(FAULT_HELPERS)) $(BUILD)/asan/engine.a | $(BUILD)/asan/program/billet
	$(call run,LINK,$@)$(CC) $(SANITIZE) $(LDFLAGS) $(FAULT_WRAPS) -o $@ $^ -lcmocka $(LIBS)

$(BENCH_PROGRAMS): $(BUILD)/release/program/%: $(BUILD)/release/tests/bench/%.o
	@mkdir -p $(@D)
	$(call run,LINK,$@)$(CC) $(LDFLAGS) -o $@ $^ $(LIBS)

# Renders sample documents by the module beside it.
$(BUILD)/release/program/render: $(call objects,release,$(DOCUMENT_SOURCES)) $(BUILD)/release/engine.a | billet-pdf.so
	@mkdir -p $(@D)
	$(call run,LINK,$@)$(CC) $(LDFLAGS) -o $@ $^ $(LIBS)
	@ln -sfn $(CURDIR)/billet-pdf.so $(@D)

$(BUILD)/asan/program/render: $(call objects,asan,$(DOCUMENT_SOURCES)) $(BUILD)/asan/engine.a | $(BUILD)/asan/program/billet-pdf.so
	$(call run,LINK,$@)$(CC) $(SANITIZE) $(LDFLAGS) -o $@ $^ $(LIBS)

# The module's own files, for what it never shows.
$(BUILD)/asan/tests/documents/damage.o: CPPFLAGS += $(PDF_FLAGS)
$(BUILD)/asan/program/damage: $(BUILD)/asan/tests/documents/damage.o $(call objects,asan,$(call module_sources,pdf)) $(BUILD)/asan/engine.a
	@mkdir -p $(@D)
	$(call run,LINK,$@)$(CC) $(SANITIZE) $(LDFLAGS) -o $@ $^ $(pdf_LIBS) $(LIBS)

$(EMBED_PROGRAM): $(BUILD)/release/tests/embed.o libbillet.a
	@mkdir -p $(@D)
	$(call run,LINK,$@)$(CC) $(LDFLAGS) -o $@ $^ $(LIBS)

$(FUZZ_PROGRAMS): $(BUILD)/fuzz/program/%: $(BUILD)/fuzz/tests/fuzz/%.o $(BUILD)/fuzz/engine.a
	@mkdir -p $(@D)
	$(call run,LINK,$@)clang $(FUZZ_LINK) -o $@ $^ $(FUZZ_LIBS)

$(AFL_PROGRAMS): $(BUILD)/afl/program/%: $(BUILD)/afl/tests/fuzz/%.o $(BUILD)/afl/engine.a
	@mkdir -p $(@D)
	$(call run,LINK,$@)AFL_QUIET=1 afl-clang-fast $(FUZZ_LINK) -o $@ $^ $(FUZZ_LIBS)

test: all asan $(TEST_PROGRAMS) $(EMBED_PROGRAM) $(FAULTY_BILLET) ## run every test; the last line is "N passed, N failed"
	@bash tests/run.sh $(BUILD)

test-documents: all asan deb $(DOCUMENT_PROGRAMS) ## documents as programs of other people have them: qpdf, poppler, zbar, Chromium, axe-core, servers of mail
	@bash tests/run.sh $(BUILD) documents

test-export: all asan $(FAULTY_BILLET) ## exports as programs of other people have them: ledger, hledger, beancount, clients and specifications of targets, a sign-in server
	@bash tests/run.sh $(BUILD) export

test-web: all ## the page in Chromium: the story by mouse and by keyboard, two people at once, real proxies, axe-core, hostile names, pictures
	@bash tests/run.sh $(BUILD) web

soak-web: all ## clicks at random on the page in Chromium for SOAK_SECONDS, the command line meanwhile: memory stays flat, the book proves itself
	@SOAK_SECONDS=$(SOAK_SECONDS) bash tests/web.sh $(BUILD) tests/web/soak.mjs

test-quick: all asan $(TEST_PROGRAMS) ## units and cases alone: under a minute after a build
	@bash tests/run.sh $(BUILD) quick

mutate: all ## change each plugin in one place at a time; its tests have to see it
	@$(PYTHON) tests/mutate.py --billet ./billet

test-faults: all asan $(FAULTY_BILLET) $(FAULT_PROGRAMS) ## tests that make calls fail and kill runs half-way
	@bash tests/run.sh $(BUILD) faults

bench: all $(BENCH_PROGRAMS) $(BUILD)/release/program/render ## measure against the budgets
	@for script in $(sort $(wildcard tests/bench/run*.py)); do $(PYTHON) $$script --billet ./billet --programs $(BUILD)/release/program || exit 1; done

bench-year: all ## measure how a book grows old, month after month
	@$(PYTHON) tests/bench/run_year.py --billet ./billet

fuzz: $(FUZZ_PROGRAMS) ## feed each parser random input for FUZZ_SECONDS
	@bash tests/fuzz/run.sh libfuzzer $(FUZZ_SECONDS) $^

fuzz-afl: $(AFL_PROGRAMS) ## the same by AFL++, which makes it up in other ways
	@bash tests/fuzz/run.sh afl $(FUZZ_SECONDS) $^

# Threads of libraries that were built without the sanitizer are no business of ours.
tsan: ## the page's server with the sanitizer that sees threads race: its tests, and a crowd of clients
	@$(MAKE) --no-print-directory BUILD=$(BUILD)/tsan SANITIZE=-fsanitize=thread asan
	@export BILLET=$(BUILD)/tsan/asan/program/billet TSAN_OPTIONS='suppressions=$(CURDIR)/tests/tsan.txt'; \
	for test in serve serve-users serve-shared; do bash tests/$$test.sh $(BUILD) || exit 1; done; \
	$(PYTHON) tests/serve-crowd.py $$BILLET 10

# ---- Style.

lint: $(RELEASE_CLI) $(RELEASE_LIB) $(RELEASE_MODULES) ## check layout, the order of rooms, common faults, the Lua files and the JavaScript
	@bash tests/lint.sh '$(LANGUAGE) $(PDF_FLAGS)' $(BUILD)/release $(C_FILES)

format: packages ## lay out the C files as .clang-format says
	clang-format -i $(C_FILES)

# ---- Use.

demo: billet ## tell the story of a billing batch on a sample book
	@bash tests/demo.sh ./billet $(BUILD)/demo/billet.db

# ---- Manual pages and completions: the program prints them from its table of commands; guides become pages of their own.

MAN_PAGES = $(BUILD)/man/billet.1 $(BUILD)/man/billet-rules.5 $(BUILD)/man/billet-plugins.7
COMPLETIONS = $(patsubst %,$(BUILD)/completion/billet.%,bash zsh fish)
# Where zsh looks: what distributions bring has a folder of its own.
ZSH_FOLDER = share/zsh/$(if $(filter /usr,$(PREFIX)),vendor-completions,site-functions)

$(BUILD)/man/billet.1: billet
	@mkdir -p $(@D)
	$(call run,MAN,$@)./billet help --man >$@
$(BUILD)/man/billet-rules.5: rules/README.md core/package/manual.sh | packages
	@mkdir -p $(@D)
	$(call run,MAN,$@)sh core/package/manual.sh billet-rules 5 'taxes, prices and checks of billet' $< >$@
$(BUILD)/man/billet-plugins.7: plugins/README.md core/package/manual.sh | packages
	@mkdir -p $(@D)
	$(call run,MAN,$@)sh core/package/manual.sh billet-plugins 7 'contract types, templates and exporters of billet in Lua' $< >$@
$(COMPLETIONS): $(BUILD)/completion/billet.%: billet
	@mkdir -p $(@D)
	$(call run,MAKE,$@)./billet completion $* >$@

# Below PREFIX; DESTDIR is put in front.
target = $(DESTDIR)$(PREFIX)/$(1)

install: install-program ## copy program, library, Lua files, sample data, manual pages, completions below PREFIX (DESTDIR is put in front)
	install -D -m 644 libbillet.a $(call target,lib/libbillet.a)
	install -D -m 755 libbillet.so $(call target,lib/libbillet.so)
	install -D -m 644 core/billet.h $(call target,include/billet.h)

install-program: all $(MAN_PAGES) $(COMPLETIONS)
	install -D -m 755 billet $(call target,bin/billet)
	install -D -m 755 -t $(call target,lib/billet) $(MODULE_FILES)
	for f in $$(find plugins rules lua -name '*.lua'); do install -D -m 644 $$f $(call target,share/billet/$$f) || exit 1; done
	for f in README.md plugins/README.md rules/README.md; do install -D -m 644 $$f $(call target,share/billet/$$f) || exit 1; done
	install -D -m 644 -t $(call target,share/billet/sample) tests/data/demo/*.csv
	for f in $(MAN_PAGES); do install -D -m 644 -t $(call target,share/man/man$${f##*.}) $$f || exit 1; done
	install -D -m 644 $(BUILD)/completion/billet.bash $(call target,share/bash-completion/completions/billet)
	install -D -m 644 $(BUILD)/completion/billet.zsh $(call target,$(ZSH_FOLDER)/_billet)
	install -D -m 644 $(BUILD)/completion/billet.fish $(call target,share/fish/vendor_completions.d/billet.fish)
	install -D -m 644 -t $(call target,share/doc/billet/examples) core/package/systemd/* core/package/proxies/*
	install -D -m 644 LICENSE $(call target,share/doc/billet/copyright)

deb: all $(MAN_PAGES) $(COMPLETIONS) ## pack the program and all that belongs to it for Debian: build/billet_VERSION_ARCHITECTURE.deb
	@rm -rf $(BUILD)/deb
	@$(MAKE) --no-print-directory install-program DESTDIR=$(BUILD)/deb PREFIX=/usr >/dev/null
	@sh core/package/deb.sh $(BUILD)/deb "$$(./billet version --json | $(VERSION_OF))" $(BUILD)
VERSION_OF = sed -n 's/.*"billet": *"\([^"]*\)".*/\1/p'

uninstall: ## remove what install copied
	rm -f $(DESTDIR)$(PREFIX)/bin/billet $(DESTDIR)$(PREFIX)/lib/libbillet.a $(DESTDIR)$(PREFIX)/lib/libbillet.so
	rm -f $(call target,include/billet.h) $(patsubst %,$(call target,share/man)/%,man1/billet.1 man5/billet-rules.5 man7/billet-plugins.7)
	rm -f $(call target,share/bash-completion/completions/billet) $(call target,$(ZSH_FOLDER)/_billet)
	rm -f $(call target,share/fish/vendor_completions.d/billet.fish)
	rm -rf $(call target,share/billet) $(call target,lib/billet) $(call target,share/doc/billet)

clean: ## remove what was built
	rm -rf $(BUILD) billet libbillet.a libbillet.so $(MODULE_FILES)

help: ## this list
	@sed -nE 's/^([a-z-]+):[^#]*## (.*)$$/  make \1|\2/p' $(firstword $(MAKEFILE_LIST)) | awk -F'|' '{ printf "%-20s %s\n", $$1, $$2 }'

-include $(patsubst %.o,%.d,$(RELEASE_LIB) $(RELEASE_CLI) $(RELEASE_MODULES) $(ASAN_LIB) $(ASAN_CLI) $(call objects,asan,$(MODULE_SOURCES)) $(FUZZ_LIB) \
  $(call objects,asan,$(TEST_SOURCES) tests/sandbox/attack.c $(TEST_HELPERS) $(TEST_FAKES) $(FAULT_SOURCES) $(FAULT_HELPERS)) $(BUILD)/faults/fast/connection.o $(call objects,release,$(FAULT_HELPERS) $(BENCH_SOURCES) $(EMBED_SOURCE) $(DOCUMENT_SOURCES)) \
  $(call objects,asan,$(DOCUMENT_SOURCES) tests/documents/damage.c) \
  $(call objects,asan,$(FUZZ_SOURCES)) $(call objects,fuzz,$(FUZZ_SOURCES)) $(AFL_LIB) $(call objects,afl,$(FUZZ_SOURCES)))
