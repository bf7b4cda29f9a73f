"""A real JupyterLab in a real Chromium: the hands and eyes of the browser tests and of the benchmark."""

import contextlib
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import nbformat
from playwright.sync_api import Locator, Page, sync_playwright

FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
]
NOTEBOOK = "window.jupyterapp?.shell?.currentWidget"  # JavaScript for the notebook that is open
KERNEL = f"{NOTEBOOK}?.context?.sessionContext?.session?.kernel"
PATIENCE = 30_000  # ms: a slow machine's start of a kernel


@contextlib.contextmanager
def jupyterlab(folder: Path, scratch: Path, *, theme: str = "JupyterLab Light") -> Iterator[str]:
    """Serves ``folder`` in a JupyterLab with settings of its own in ``scratch``, and gives its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = scratch / "settings" / "@jupyterlab" / "apputils-extension"
    settings.mkdir(parents=True)
    (settings / "themes.jupyterlab-settings").write_text(json.dumps({"theme": theme}))
    (settings / "notification.jupyterlab-settings").write_text(
        json.dumps({"fetchNews": "false", "checkForUpdates": False})
    )
    own = {
        "JUPYTERLAB_SETTINGS_DIR": scratch / "settings",
        "JUPYTERLAB_WORKSPACES_DIR": scratch / "workspaces",
        "JUPYTER_CONFIG_DIR": scratch / "config",
        "JUPYTER_RUNTIME_DIR": scratch / "runtime",
        "IPYTHONDIR": scratch / "ipython",
    }
    environment = {k: v for k, v in os.environ.items() if k != "MPLBACKEND"} | {
        k: str(v) for k, v in own.items()
    }
    token = secrets.token_hex(16)
    log = (scratch / "jupyterlab.log").open("w")
    command = [
        *(
            sys.executable,
            "-m",
            "jupyter",
            "lab",
            "--no-browser",
            "--allow-root",
            f"--ServerApp.root_dir={folder}",
        ),
        *(f"--ServerApp.port={port}", "--ServerApp.port_retries=0", f"--IdentityProvider.token={token}"),
        *("--ServerApp.ip=127.0.0.1", "--LabApp.expose_app_in_browser=True"),
    ]
    server = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
    address = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + 60
        while True:
            try:
                with urllib.request.urlopen(f"{address}/api?token={token}", timeout=5):
                    break
            except OSError:
                if server.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(f"JupyterLab did not start; its log is {log.name}") from None
                time.sleep(0.1)
        yield f"{address}/lab/tree/NOTEBOOK?token={token}"
    finally:
        os.killpg(server.pid, signal.SIGTERM)  # its kernels too
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()
        log.close()


def chromium_here() -> str | None:
    """Where this machine has its Chromium: the one name, looked for in this one place."""
    return shutil.which("chromium")


@contextlib.contextmanager
def chromium() -> Iterator:
    """A headless Chromium of this machine."""
    path = chromium_here()
    if path is None:
        raise RuntimeError("there is no chromium on the path")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def pick(select: Locator, text: str) -> None:
    """Chooses the entry of this text from a list; the widgets write its blanks as no-break spaces."""
    look = (
        "(node, text) => [...node.options].findIndex(o => o.textContent.replaceAll('\\u00a0', ' ') === text)"
    )
    index = select.evaluate(look, text)
    assert index >= 0, f"there is no entry {text!r}"
    select.select_option(index=index)


class Lab:
    """One page with one notebook open in it."""

    def __init__(self, page: Page, address: str, folder: Path) -> None:
        self.page, self.address, self.folder = page, address, folder
        page.set_default_timeout(PATIENCE)

    def write(self, name: str, sources: list[str]) -> None:
        """A new notebook with these code cells."""
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
        notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
        nbformat.write(notebook, self.folder / name)

    def open(self, notebook: str) -> None:
        """Opens the notebook with a fresh kernel, and waits until that is there."""
        self._end_sessions(notebook)
        self.load(notebook)

    def load(self, notebook: str) -> None:
        """Loads the page anew; the notebook keeps its kernel, if it has one."""
        self.page.goto(self.address.replace("NOTEBOOK", notebook) + "&reset")
        self.wait_for_kernel()

    def wait_for_kernel(self) -> None:
        """Waits until the notebook is there and its kernel has nothing to do."""
        ready = f"{NOTEBOOK}?.context?.isReady && {NOTEBOOK}.context.sessionContext.isReady"
        connected = f"{KERNEL}?.connectionStatus === 'connected' && {KERNEL}.status === 'idle'"
        self.page.wait_for_function(f"() => {ready} && {connected}")
        # JupyterLab may still be restoring its layout, and put another widget in the place of this one.
        settled = f"await window.jupyterapp.restored; await {NOTEBOOK}.revealed; return true;"
        self.page.wait_for_function(f"async () => {{ {settled} }}")
        self.page.wait_for_function(f"() => {ready} && {connected}")

    def _end_sessions(self, notebook: str) -> None:
        """Shuts down the kernel that the notebook may have from before."""
        server, token = self.address.split("/lab/")[0], self.address.split("token=")[1]
        headers = {"Authorization": f"token {token}"}
        with urllib.request.urlopen(
            urllib.request.Request(f"{server}/api/sessions", headers=headers)
        ) as answer:
            sessions = json.load(answer)
        for session in (session for session in sessions if session["path"] == notebook):
            ending = urllib.request.Request(
                f"{server}/api/sessions/{session['id']}", headers=headers, method="DELETE"
            )
            urllib.request.urlopen(ending, timeout=30).close()

    def cells(self) -> list[dict]:
        """The cells of the notebook as they stand, outputs and all."""
        return self.page.evaluate(f"() => {NOTEBOOK}.model.toJSON().cells")

    def active_cell(self) -> int:
        """The number of the cell that the notebook's own keys would act on."""
        return self.page.evaluate(f"() => {NOTEBOOK}.content.activeCellIndex")

    def run_all(self) -> None:
        """Runs all cells and waits until the last is done."""
        self.begin_all()
        self.page.wait_for_function("() => window.ranAll", timeout=2 * PATIENCE)
        self.idle()

    def begin_all(self) -> None:
        """Begins to run all cells."""
        self.page.evaluate(
            """() => {
                window.ranAll = false;
                window.jupyterapp.commands.execute('notebook:run-all-cells')
                    .then(() => { window.ranAll = true; });
            }"""
        )

    def run_cell(self, word: str) -> None:
        """Runs the first code cell that holds ``word``, and waits until it is done."""
        self.page.evaluate(
            """async word => {
                const content = window.jupyterapp.shell.currentWidget.content;
                content.deselectAll();
                content.activeCellIndex = content.widgets.findIndex(
                    cell => cell.model.type === 'code' && cell.model.sharedModel.source.includes(word));
                await window.jupyterapp.commands.execute('notebook:run-cell');
            }""",
            word,
        )
        self.idle()

    def restart(self) -> None:
        """Restarts the kernel, without asking."""
        self.page.evaluate(f"async () => {{ await {NOTEBOOK}.context.sessionContext.restartKernel(); }}")
        self.idle()

    def idle(self) -> None:
        """Waits until the kernel has nothing to do."""
        self.page.wait_for_function(f"() => {KERNEL}?.status === 'idle'")

    def faults(self) -> list[str]:
        """Errors and words on stderr in the outputs, and code cells without a count."""
        found = []
        for cell in self.cells():
            if cell["cell_type"] != "code" or not "".join(cell["source"]).strip():
                continue
            if cell["execution_count"] is None:
                found.append(f"not run: {''.join(cell['source'])[:60]}")
            for output in cell["outputs"]:
                if output["output_type"] == "error" or output.get("name") == "stderr":
                    found.append(str(output)[:500])
        return found

    def stages(self):
        """All stages on the page."""
        return self.page.locator(".nnlab-stage")

    def stage(self, number: int = 0):
        """One stage, scrolled into sight and painted at least once."""
        stage = self.stages().nth(number)
        stage.scroll_into_view_if_needed()
        self.page.wait_for_function("node => Number(node.dataset.frames) > 0", arg=stage.element_handle())
        return stage

    def until(self, stage, condition: str, timeout: float = 15_000) -> None:
        """Waits until the JavaScript ``condition`` of ``node``, the stage's element, is true."""
        self.page.wait_for_function(f"node => {condition}", arg=stage.element_handle(), timeout=timeout)

    def pixels(self, stage, part: float = 1.0) -> str:
        """A fingerprint of the picture on the stage, or of its left ``part``."""
        script = """(canvas, part) => {
            const [width, height] = [Math.round(part * canvas.width), canvas.height];
            const data = canvas.getContext('2d').getImageData(0, 0, width, height).data;
            return String(data.reduce((hash, value) => (31 * hash + value) | 0, 0));
        }"""
        return stage.locator("canvas").evaluate(script, part)
