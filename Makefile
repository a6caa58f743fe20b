# One profile (release) for everything, so that HiGHS, minutes of C++, is compiled once.
# `make help` lists what there is.

CARGO     ?= cargo
INSTANCE  ?= instances/county
PLAN      ?= out/$(notdir $(INSTANCE))
LIMIT     ?= 20
LIMITS    ?= 1,10
TIME      ?= 60

.DEFAULT_GOAL := help
.PHONY: help plan build test lint docs fuzz bench clean deps deps-build
.PHONY: criterion deny deps-test replan

help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo
	@echo "  make plan INSTANCE=my/county PLAN=out/mine LIMIT=60   plans another instance"

plan: build ## Build, then plan instances/county into out/county (about 20 s of search)
	$(CARGO) run --release --locked --quiet -- plan $(INSTANCE) --out $(PLAN) --time-limit $(LIMIT)

build: deps-build ## Build the program: target/release/jiedui
	$(CARGO) build --release --locked

test: deps deps-test lint docs ## Formatting, lints, docs, every test, a little fuzzing; warnings are errors
	$(CARGO) test --release --locked
	@CARGO=$(CARGO) fuzz/run.sh
	@scripts/deny.sh --if-there

lint: deps
	$(CARGO) fmt --all --check
	$(CARGO) clippy --release --locked --workspace --all-targets -- -D warnings

docs: deps ## The library's documentation: target/doc/jiedui/index.html
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --release --locked --no-deps

fuzz: deps-build ## Feed the readers what breaks them, each for TIME=60 seconds (fuzz/README.md)
	@CARGO=$(CARGO) fuzz/run.sh -max_total_time=$(TIME)

bench: build ## Compare search, exact and auto on two instances, into out/bench (at most 4 min)
	$(CARGO) run --release --locked --quiet -- bench instances/township instances/county \
		--methods search,exact,auto --seeds 1..3 --limits $(LIMITS) \
		--best-known instances/best-known.csv --out out/bench

# County: from the plan at hand and from nothing, with 20 cadres leaving, moving and coming.
replan: build ## Compare re-planning a changed roster with planning it from nothing (about 7 min)
	rm -rf out/replan
	$(CARGO) run --release --locked --quiet -- plan instances/county --out out/replan/base --time-limit 60
	$(CARGO) run --release --locked --quiet -- whatif instances/county \
		--baseline out/replan/base --scenario instances/county-roster-2025.toml --instances \
		--time-limit 1 --out out/replan/years
	$(CARGO) run --release --locked --quiet -- bench out/replan/years/roster-2025/instance \
		--methods search,cold --limits 0.5,60 --seeds 1..3 --out out/replan/bench

criterion: deps ## Time the kernels and whole solves (criterion, about 3 min): docs/benchmarks.md
	$(CARGO) bench --locked

deps: ## Install what the build and the tests need, where something is missing
	@scripts/install-deps.sh

deps-test:
	@scripts/install-openpyxl.sh
	@scripts/install-scip.sh
	@scripts/install-browser.sh

deps-build:
	@scripts/install-deps.sh --build-only

deny: ## Check licences, versions, sources and advisories of dependencies (where cargo-deny is installed)
	@scripts/deny.sh

clean: ## Remove everything that was built or planned
	$(CARGO) clean
	rm -rf out
