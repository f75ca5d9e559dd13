# What `sam build` calls for each function (BuildMethod: makefile). One Maven run packages all of them. Which functions there
# are, and the module of each, is what template.yaml says.

FUNCTIONS := $(shell sed -n 's/^ *CodeUri: *//p' template.yaml | sort -u)
MODULES := common $(FUNCTIONS)
SOURCES := $(shell find pom.xml packaging statemachine/trade-processing.asl.json $(MODULES:%=%/pom.xml) $(MODULES:%=%/src/main) -type f)
# The builds of `sam build --parallel` wait for one another, and the later ones find everything done.
LOCK := $(if $(shell command -v flock),flock target/functions.lock)
EMPTY :=
COMMA := ,

# One file of Python and the events that it tries; nothing to build.
build-ReleaseHookFunction: FORCE
	mkdir -p "$(ARTIFACTS_DIR)/events"
	cp release/hook.py "$(ARTIFACTS_DIR)"
	cp events/trade-*.json events/invalid-*.json "$(ARTIFACTS_DIR)/events"

build-%: MODULE = $(shell awk '/^  $*:/ { on = 1 } on && /CodeUri:/ { print $$2; exit }' template.yaml)
build-%: FORCE
	@+mkdir -p target
	@$(LOCK) $(MAKE) --no-print-directory $(MODULE)/target/function/runtime-wrapper
	cp -R $(MODULE)/target/function/. "$(ARTIFACTS_DIR)"

# The wrapper is the file that a package gets last.
$(FUNCTIONS:%=%/target/function/runtime-wrapper): $(SOURCES)
	./mvnw -q package -Dmaven.test.skip=true -Dgates.skip=true -Djacoco.skip=true -pl $(subst $(EMPTY) $(EMPTY),$(COMMA),$(FUNCTIONS)) -am

.PHONY: FORCE
FORCE:
