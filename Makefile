# Everything is set up in .venv by whichever of these is asked for first.
.PHONY: setup setup-dev run test fuzz bench model lock clean

PYTHON ?= python3
BIN = .venv/bin
PIP = $(BIN)/python -m pip --quiet --disable-pip-version-check
SPEECH ?= ../shared/speech
SECONDS ?= 60

setup: .venv/ready

setup-dev: .venv/ready-dev

run: .venv/ready
	@$(BIN)/floe

test: .venv/ready-dev
	@./packages.sh pulseaudio pulseaudio-utils libasound2-plugins chromium
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n auto --dist loadscope

fuzz: .venv/ready-dev
	$(PIP) install --no-build-isolation --editable '.[fuzz]'
	$(BIN)/python -m tests.fuzz --seconds $(SECONDS)

bench: .venv/ready
	@./packages.sh espeak-ng flite
	$(PIP) install --no-build-isolation --editable '.[bench]'
	$(BIN)/python -m bench $(SPEECH) --out build/bench

model: .venv/ready
	@./packages.sh libfst-tools flite festival festvox-kallpc16k festvox-kdlpc16k espeak-ng
	$(PIP) install --no-build-isolation --editable '.[training]'
	$(BIN)/python -m models.training --speech $(SPEECH) --out models/floe-en

# Both lock files hold for every system that Floe is made for. What is locked stays as it is where
# pyproject.toml allows it; `make lock UPGRADE=--upgrade` takes the newest releases instead.
LOCK = UV_CUSTOM_COMPILE_COMMAND="make lock" build/lock/bin/uv pip compile --quiet \
	--universal --generate-hashes --no-annotate $(UPGRADE) pyproject.toml

lock:
	$(PYTHON) -m venv build/lock
	build/lock/bin/python -m pip install --quiet --disable-pip-version-check uv
	$(LOCK) --group build --output-file requirements.txt
	$(LOCK) --group dev --constraints requirements.txt --output-file requirements-dev.txt

clean:
	rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis

# What Floe needs to run. Nothing is installed whose hash is not in the lock file.
.venv/ready: pyproject.toml requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit("Floe needs Python 3.11 or newer; set PYTHON=... to one" if sys.version_info < (3, 11) else 0)'
	@echo "Setting up .venv (a minute or two, once) ..."
	@$(PYTHON) -m venv .venv
	@$(PIP) install --require-hashes -r requirements.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@./packages.sh libportaudio2 flite
	@touch $@

# The same and the tools of development.
.venv/ready-dev: .venv/ready requirements-dev.txt
	@$(PIP) install --require-hashes -r requirements-dev.txt
	@touch $@
