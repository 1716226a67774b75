# Each target calls what does the work; look there.
PREFIX ?= /usr/local
BUILD ?= target/release-build

.PHONY: demo serve test test-full bench fuzz headers install clean

demo:
	@scripts/demo

# The host with an example module at port 8080, until Ctrl-C.
serve:
	@scripts/serve

test:
	@scripts/test

test-full:
	@scripts/test --full

# Ours beside plain C, in one run; docs/performance.md holds the last figures.
bench:
	@scripts/bench

# A minute for each target of fuzz/; `scripts/fuzz 600 url` is ten for one.
fuzz:
	@scripts/fuzz

# Writes include/ and cmake/httpapi.map from the tables and templates.
headers:
	PORTICO_WRITE_HEADERS=1 cargo test --locked --test headers

install:
	cmake -S . -B $(BUILD) -DCMAKE_BUILD_TYPE=Release -DPORTICO_BUILD_TESTS=OFF -DCMAKE_INSTALL_PREFIX="$(PREFIX)"
	cmake --build $(BUILD) --parallel
	cmake --install $(BUILD)

clean:
	cargo clean
