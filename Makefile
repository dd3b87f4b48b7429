# Hilum: `make run` opens the reading room on the bundled studies, `make test` proves that it works.
# Each installs what is missing first, from a bare Debian 12 with Swift 6.3.

PREFIX ?= /usr/local
HILUM := .build/release/hilum
SHARE = $(DESTDIR)$(PREFIX)/share
LIBRARIES := libncurses-dev libopenblas-dev libpng-dev libjpeg62-turbo-dev libtiff-dev libdcmtk-dev libopenjp2-7-dev libssl-dev zlib1g-dev
TEST_LIBRARIES := libsixel-dev
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)

.PHONY: run test build bench bench-peers fixtures fuzz asan format lint install samples libraries test-libraries peers-libraries clean

run: build
	@$(HILUM) review

build: libraries
	@swift build -c release --product hilum

test: libraries test-libraries lint
	swift build -c release --build-tests
	swift test -c release --skip-build
	@for set in scalar avx2; do HILUM_KERNELS=$$set swift test -c release --skip-build --filter 'GoldenTests|ConvNeXtNetworkTests'; done
	$(HILUM) bench --check

bench: build
	@$(HILUM) bench engine --model convnextv2_atto.csra --size 224
	@$(HILUM) bench engine --model convnextv2_base.csra --size 512 --runs 5

# The peers live in an environment of their own; PEERS_VENV names one that is there already.
PEERS_VENV ?= .build/peers
bench-peers: build peers-libraries
	@[ -x $(PEERS_VENV)/bin/python ] || { python3 -m venv $(PEERS_VENV) && $(PEERS_VENV)/bin/pip install -q torch \
	  numpy timm onnx onnxscript onnxruntime openvino; }
	$(PEERS_VENV)/bin/python Docs/performance/peers.py --hilum $(HILUM) --threads 2 --json Docs/performance/two-threads.json
	$(PEERS_VENV)/bin/python Docs/performance/peers.py --hilum $(HILUM) --threads 1 --case base-512 --json Docs/performance/one-thread.json

# Do scikit-learn, SciPy, statsmodels and netcal still give the answers that the tests of Trust hold it to?
FIXTURES_VENV ?= .build/fixtures
fixtures: peers-libraries
	@[ -x $(FIXTURES_VENV)/bin/python ] || { python3 -m venv $(FIXTURES_VENV) && $(FIXTURES_VENV)/bin/pip install -q numpy scipy \
	  scikit-learn statsmodels netcal; }
	$(FIXTURES_VENV)/bin/python Tests/TrustTests/Fixtures/check.py

# Damaged films by the thousand: `make fuzz MINUTES=60`. The number of the run is the day, so that each day has its mutants.
MINUTES ?= 5
fuzz: build
	$(HILUM) fuzz --truncate --count 20000 --minutes $(MINUTES) --run $$(date +%Y%m%d) Tests/ImagingTests/Fixtures

# The C and C++ shims alone, under AddressSanitizer and UndefinedBehaviorSanitizer: `make asan MUTANTS=1000`.
MUTANTS ?= 200
ASAN := .build/asan
SANITIZE := -g -O1 -fsanitize=address,undefined -fno-sanitize-recover=all
SHIMS := CDicom CPNG CJPEG CTIFF
asan: libraries
	@mkdir -p $(ASAN)
	@for shim in CPNG CJPEG CTIFF; do clang $(SANITIZE) -ISources/$$shim/include -c Sources/$$shim/shim.c -o $(ASAN)/$$shim.o || exit 1; done
	@clang++ -std=c++17 -DHAVE_CONFIG_H $(SANITIZE) $(SHIMS:%=-ISources/%/include) Sources/CDicom/*.cpp Tests/Shims/fuzz.cpp $(ASAN)/*.o \
	  -o $(ASAN)/fuzz -ldcmjpeg -ldcmjpls -ldcmdata -loflog -lofstd -lopenjp2 -lpng16 -ljpeg -ltiff -lz
	ASAN_OPTIONS=allocator_may_return_null=1 $(ASAN)/fuzz $(MUTANTS) Samples/phantom-000023.png \
	  $$(find Tests/ImagingTests/Fixtures -name '*.dcm' -o -name '*.jpg' -o -name '*.tif')

format:
	swift format -i --recursive Package.swift Sources Tests

lint:
	swift format lint --strict --recursive Package.swift Sources Tests

samples: build
	$(HILUM) phantom --samples Samples

install: build
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/hilum
	install -m 755 $(HILUM) $(DESTDIR)$(PREFIX)/bin/hilum
	cp -R Samples Themes $(DESTDIR)$(PREFIX)/share/hilum/
	install -d $(SHARE)/man/man1 $(SHARE)/bash-completion/completions $(SHARE)/zsh/site-functions $(SHARE)/fish/vendor_completions.d
	$(HILUM) manual > $(SHARE)/man/man1/hilum.1
	$(HILUM) --generate-completion-script bash > $(SHARE)/bash-completion/completions/hilum
	$(HILUM) --generate-completion-script zsh > $(SHARE)/zsh/site-functions/_hilum
	$(HILUM) --generate-completion-script fish > $(SHARE)/fish/vendor_completions.d/hilum.fish

clean:
	rm -rf .build

# $(call apt,PACKAGES,WHY) installs only what is absent, without questions.
define apt
	@missing=; for p in $(1); do dpkg-query -W -f '$${Status}' $$p 2>/dev/null | grep -q 'ok installed' || missing="$$missing $$p"; done; \
	if [ -n "$$missing" ]; then echo "installing$$missing: $(2)"; \
	$(SUDO) apt-get update -qq && $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null; fi
endef

libraries:
	$(call apt,$(LIBRARIES),the libraries that Hilum links)

test-libraries:
	$(call apt,$(TEST_LIBRARIES),a reference decoder that the tests compare with)

peers-libraries:
	$(call apt,python3-venv,Python environments for the peers)
