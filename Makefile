# Everything is set up in .venv by whichever of these is asked for first.
.PHONY: setup run test bench model clean

PYTHON ?= python3
BIN = .venv/bin
SPEECH ?= ../shared/speech

setup: .venv/ready

run: .venv/ready
	@$(BIN)/floe

test: .venv/ready
	@./packages.sh pulseaudio pulseaudio-utils libasound2-plugins chromium
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n auto --dist worksteal

bench: .venv/ready
	@./packages.sh espeak-ng flite
	$(BIN)/python -m pip install --quiet --editable '.[bench]'
	$(BIN)/python -m bench $(SPEECH) --out build/bench

model: .venv/ready
	@./packages.sh libfst-tools flite festival festvox-kallpc16k festvox-kdlpc16k espeak-ng
	$(BIN)/python -m pip install --quiet --editable '.[training]'
	$(BIN)/python -m models.training --speech $(SPEECH) --out models/floe-en

clean:
	rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis

.venv/ready: pyproject.toml requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit("Floe needs Python 3.11 or newer; set PYTHON=... to one" if sys.version_info < (3, 11) else 0)'
	@echo "Setting up .venv (a minute or two, once) ..."
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@./packages.sh libportaudio2 flite
	@touch $@
