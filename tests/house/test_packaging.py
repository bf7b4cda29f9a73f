"""The two ways to install agree, the wheel is whole, and CI runs the command that the README gives."""

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
DATA_SUFFIXES = {".csv", ".LICENSE", ".js", ".css", ".json"}


def floors(requirements):
    """A dict from name to floor; every requirement must read `name>=floor`."""
    found = {}
    for requirement in requirements:
        match = re.fullmatch(r"([A-Za-z0-9-]+)>=([0-9.]+)", requirement)
        assert match, f"{requirement}: expected name>=floor"
        assert match[1] not in found, f"{requirement}: named twice"
        found[match[1]] = match[2]
    return found


def group(groups, name):
    """The requirements of a dependency group, those of the groups that it includes among them."""
    for entry in groups[name]:
        if isinstance(entry, dict):
            yield from group(groups, entry["include-group"])
        else:
            yield entry


def of_pyproject():
    """What the README's commands bring: the package's own dependencies, the group that uv takes unasked."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    python = "python" + project["project"]["requires-python"]
    assert "default-groups" not in project.get("tool", {}).get("uv", {})  # then it is "dev"
    return floors([python, *project["project"]["dependencies"], *group(project["dependency-groups"], "dev")])


def of_environment():
    named = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    [by_pip] = [entry["pip"] for entry in named if isinstance(entry, dict)]
    by_conda = [entry for entry in named if isinstance(entry, str)]
    assert "pip" in by_conda
    assert "-e ." in by_pip
    return floors([e for e in by_conda if e != "pip"] + [e for e in by_pip if e != "-e ."])


def test_environment_and_pyproject_name_the_same_packages_and_floors():
    assert of_environment() == of_pyproject()


def test_the_readmes_commands_bring_what_they_run():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert {"jupyterlab", "pytest", "nbval"} <= of_pyproject().keys()
    assert "`pip install -e . --group dev`" in readme


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True, timeout=60)
    [path] = folder.glob("*.whl")
    with zipfile.ZipFile(path) as archive:
        yield archive


def test_the_wheel_holds_every_file_of_the_package_and_nothing_else(wheel):
    source = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "nnlab").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert {Path(name).suffix for name in source} <= {".py", *DATA_SUFFIXES}
    packed = {name for name in wheel.namelist() if not name.startswith("nnlab-")}
    assert packed == source


def test_the_wheel_names_and_holds_the_licences(wheel):
    [metadata] = [name for name in wheel.namelist() if name.endswith(".dist-info/METADATA")]
    text = wheel.read(metadata).decode()
    expected = ["LICENSE", *(p.relative_to(ROOT).as_posix() for p in (ROOT / "nnlab/data").glob("*.LICENSE"))]
    assert sorted(re.findall(r"^License-File: (.+)$", text, re.M)) == sorted(expected)
    assert re.search(r"^License-Expression: BSD-3-Clause AND CC-BY-4\.0", text, re.M)


def test_the_wheel_asks_for_what_the_package_runs_on_and_for_no_jupyterlab(wheel):
    [metadata] = [name for name in wheel.namelist() if name.endswith(".dist-info/METADATA")]
    asked = floors(re.findall(r"^Requires-Dist: (.+)$", wheel.read(metadata).decode(), re.M))
    assert asked.keys() == {"numpy", "matplotlib", "ipywidgets", "anywidget"}
    assert asked.items() <= of_pyproject().items()


SERVERS = "jupyterlab jupyterlab_server jupyter_server notebook jupyter_client ipykernel tornado zmq"
WITHOUT = """
import importlib, pkgutil, sys
from importlib.abc import MetaPathFinder
missing = set(sys.argv[1].split())
class Missing(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in missing:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Missing())
import nnlab, nnlab.explore
for module in pkgutil.walk_packages(nnlab.__path__, "nnlab."):
    importlib.import_module(module.name)
from nnlab.explore.lesson1 import explore_perceptron
assert explore_perceptron()._repr_mimebundle_()[0]["image/png"]
"""


def test_the_package_runs_where_there_is_no_server():
    command = [sys.executable, "-W", "error", "-c", WITHOUT, SERVERS]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert run.returncode == 0, run.stderr


def test_every_data_file_has_its_licence_beside_it():
    for path in (ROOT / "nnlab/data").glob("*.csv"):
        assert path.with_suffix(".LICENSE").is_file(), f"{path.name} has no licence beside it"


def test_pyproject_names_the_terms_of_every_data_file():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = {"BSD-3-Clause", "CC-BY-4.0"}  # code; prose and pictures
    for path in (ROOT / "nnlab/data").glob("*.LICENSE"):
        [terms] = re.findall(r"^SPDX-License-Identifier: (.+)$", path.read_text(encoding="utf-8"), re.M)
        named.add(terms)
    assert set(project["license"].split(" AND ")) == named


def test_ci_takes_its_test_command_from_the_readme():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"^pip install uv && (.+)$", readme, re.M) == [
        "uv run jupyter lab",
        "uv run pytest",
    ]
    script = (ROOT / ".ci/run").read_text(encoding="utf-8")
    assert "README.md" in script
    assert "pytest" not in script.replace("uv run pytest", ""), "CI runs the README's command, no other"


def test_every_way_to_open_the_course_serves_all_of_it():
    """From the folder notebooks/ alone, the links to README.md and NOTATION.md would lead nowhere."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"\bjupyter lab\b[^`\n]*", readme) == ["jupyter lab"] * 3  # uv, conda, venv
    [named] = re.findall(r"Open `(.+?)` in the file list", readme)
    assert (ROOT / named).is_file()


def test_the_readme_tells_no_other_python_than_pyproject():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"Python {of_pyproject()['python']} or newer" in " ".join(readme.split())
