"""The settings of the hub, without a hub: here, under The Littlest JupyterHub, and the start of a student.

`benchmarks/hub.py` starts a real hub with them.
"""

import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from traitlets.config import Config

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def settings(monkeypatch):
    def of(**environment):
        for name in ("TLJH_INSTALL_PREFIX", "NNLAB_COURSE", "NNLAB_SPEED"):
            monkeypatch.delenv(name, raising=False)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        c = Config()
        runpy.run_path(str(ROOT / "docs/teaching/jupyterhub_config.py"), {"get_config": lambda: c})
        return c

    return of


def test_a_hub_of_its_own_listens_on_this_machine_alone(settings):
    c = settings()
    assert c.JupyterHub.bind_url.startswith("http://127.0.0.1:")
    assert c.Spawner.environment["NNLAB_PYTHON"] == sys.executable


def test_the_littlest_hub_keeps_its_addresses_and_its_students_python(settings):
    c = settings(TLJH_INSTALL_PREFIX="/opt/tljh")
    assert not {"bind_url", "hub_bind_url"} & c.JupyterHub.keys()
    assert c.Spawner.environment["NNLAB_PYTHON"] == "/opt/tljh/user/bin/python"
    [culler] = c.JupyterHub.services
    assert culler["command"][0] == sys.executable  # the culler is the hub's


def test_systemd_finds_nothing_to_replace_in_the_start(settings):
    shell, _, script, _ = settings().Spawner.cmd
    assert shell == "bash"
    assert not {"{", "}", "%"} & set(script)
    assert "$$" not in script
    assert script[0] != "$"


def start(settings, home):
    c = settings(NNLAB_COURSE=str(ROOT))
    own = {"HOME": str(home), "PATH": os.defpath}
    said = c.Spawner.environment | {"NNLAB_PYTHON": "/bin/echo"}
    run = subprocess.run(
        [*c.Spawner.cmd, "--one=1"], env=own | said, capture_output=True, text=True, check=True
    )
    return run.stdout


def test_a_student_gets_a_copy_to_write_in_and_keeps_it(settings, tmp_path):
    assert start(settings, tmp_path) == "-m jupyterhub.singleuser --one=1\n"
    mine = tmp_path / "nnlab/mine/01_perceptron.ipynb"
    assert mine.read_bytes() == (ROOT / "notebooks/01_perceptron.ipynb").read_bytes()
    assert os.access(mine, os.W_OK)
    assert (tmp_path / "nnlab/notebooks").resolve() == ROOT / "notebooks"
    mine.write_text("my work")
    start(settings, tmp_path)
    assert mine.read_text() == "my work"
