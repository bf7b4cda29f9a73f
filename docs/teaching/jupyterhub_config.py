"""JupyterHub for a class: the course read-only for all, a copy to write in for each. hub.md says how."""

import os
import sys

c = get_config()  # noqa: F821

COURSE = os.environ.get("NNLAB_COURSE", "/srv/nnlab")  # a clone that only you may write to
SPEED = os.environ.get("NNLAB_SPEED", "15")  # steps a second that plays begin with; readers may choose more

TLJH = os.environ.get("TLJH_INSTALL_PREFIX")  # The Littlest JupyterHub sets it for its hub

if TLJH:  # it has addresses of its own, and keeps the students' packages apart from the hub's
    PYTHON = f"{TLJH}/user/bin/python"
else:
    PYTHON = sys.executable
    c.JupyterHub.bind_url = "http://127.0.0.1:8000/class"  # behind a web server that speaks HTTPS
    c.JupyterHub.hub_bind_url = "http://127.0.0.1:8081"

# At their first start students get a folder `nnlab`: `mine` is theirs, all else leads to the course.
# No braces in here, and no $$: TLJH's spawner and systemd would put something in their place.
START = """
set -e
mkdir -p "$HOME/nnlab" && cd "$HOME/nnlab"
[ -e mine ] || cp -r "$NNLAB_COURSE/notebooks" mine && chmod -R u+w mine
for part in README.md NOTATION.md docs notebooks nnlab; do ln -sfn "$NNLAB_COURSE/$part" "$part"; done
exec "$NNLAB_PYTHON" -m jupyterhub.singleuser "$@"
"""
c.Spawner.cmd = ["bash", "-c", START, "start"]
c.Spawner.notebook_dir = "~/nnlab"
c.Spawner.default_url = "/lab/tree/mine/01_perceptron.ipynb"
c.Spawner.start_timeout = 120  # thirty starts at once on a small machine
c.Spawner.environment = {
    "NNLAB_COURSE": COURSE,
    "NNLAB_PYTHON": PYTHON,
    "NNLAB_SPEED": SPEED,
    "OMP_NUM_THREADS": "1",  # the arrays are small: on several threads they take longer
}
# A kernel that nobody has used for 20 minutes ends, then the server: a pair of them takes a quarter of a GB.
c.Spawner.args = [
    "--MappingKernelManager.cull_idle_timeout=1200",
    "--MappingKernelManager.cull_interval=120",
    "--MappingKernelManager.cull_connected=True",
    "--TerminalManager.cull_inactive_timeout=1200",
]
c.JupyterHub.services = [
    {
        "name": "idle",
        "command": [sys.executable, "-m", "jupyterhub_idle_culler", "--timeout=3600", "--cull-every=300"],
    }
]
c.JupyterHub.load_roles = [
    {
        "name": "idle",
        "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"],
        "services": ["idle"],
    }
]
