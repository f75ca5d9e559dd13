# What `sam build` calls for each function (BuildMethod: makefile): one Maven run packages all three.

FUNCTIONS := validator enricher recorder
MODULES := common $(FUNCTIONS)
SOURCES := $(shell find pom.xml packaging statemachine/trade-processing.asl.json $(MODULES:%=%/pom.xml) $(MODULES:%=%/src/main) -type f)
# The builds of `sam build --parallel` wait for one another, and the later ones find everything done.
LOCK := $(if $(shell command -v flock),flock target/functions.lock)

.PHONY: build-TradeValidatorFunction build-MetadataEnricherFunction build-ComplianceRecorderFunction

build-TradeValidatorFunction: MODULE := validator
build-MetadataEnricherFunction: MODULE := enricher
build-ComplianceRecorderFunction: MODULE := recorder

build-TradeValidatorFunction build-MetadataEnricherFunction build-ComplianceRecorderFunction:
	@mkdir -p target
	@$(LOCK) $(MAKE) --no-print-directory $(MODULE)/target/function/runtime-wrapper
	cp -R $(MODULE)/target/function/. "$(ARTIFACTS_DIR)"

# The wrapper is the file that a package gets last.
$(FUNCTIONS:%=%/target/function/runtime-wrapper): $(SOURCES)
	./mvnw -q package -DskipTests -Dgates.skip=true -pl validator,enricher,recorder -am
