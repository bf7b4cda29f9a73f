"""A hub on this machine, and students who run lesson 1 and play: memory, CPU and frames a second.

    python benchmarks/hub.py --students 10 --playing 10 --speeds 15 60

In an environment of its own with jupyterhub, jupyterhub-idle-culler, jupyterlab and this package, and with
configurable-http-proxy and node on the path. The hub has the settings of docs/teaching/jupyterhub_config.py,
with two changes: nobody needs a password, and all students are one account of the machine. A student here is
a WebSocket that speaks as a page does: it runs every cell of lesson 1, chooses a speed, then plays XOR, which
never ends, shows each frame for as long as that speed says, and tells the kernel as a page would. What a
browser costs is on the student's own machine, and is not counted.
Memory is PSS: pages that processes share are shared out among them.
"""

import argparse
import asyncio
import contextlib
import json
import os
import secrets
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path

from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.websocket import websocket_connect

ROOT = Path(__file__).resolve().parents[1]
LESSON = "01_perceptron.ipynb"
PLAY = "explore_perceptron('XOR')"
SAY_AFTER = 0.05  # as in stage.js: seconds without another frame until the kernel is told of the last ones
OVERLAY = """
load_subconfig({config!r})
c.JupyterHub.bind_url = "http://127.0.0.1:{port}/class"
c.JupyterHub.hub_bind_url = "http://127.0.0.1:{hub}"
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{api}"
c.JupyterHub.authenticator_class = "jupyterhub.auth.DummyAuthenticator"
c.Authenticator.allow_all = True
c.JupyterHub.spawner_class = "jupyterhub.spawner.SimpleLocalProcessSpawner"
c.SimpleLocalProcessSpawner.home_dir_template = {home!r} + "/{{username}}"
c.Spawner.environment["NNLAB_SPEED"] = "{speed}"
c.Spawner.args += ["--allow-root", "--LabApp.expose_app_in_browser=True"]
c.JupyterHub.services += [dict(name="students", api_token={token!r})]
c.JupyterHub.load_roles += [dict(name="students", services=["students"],
    scopes=["admin:users", "admin:servers", "access:servers"])]
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Hub:
    """A hub in a folder of its own, while the context lasts."""

    def __init__(self, speed: int) -> None:
        self.folder, self.token = Path(tempfile.mkdtemp(prefix="hub")), secrets.token_hex(16)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}/class"
        config = ROOT / "docs/teaching/jupyterhub_config.py"
        ports = {"port": self.port, "hub": free_port(), "api": free_port()}
        homes = str(self.folder / "homes")
        overlay = OVERLAY.format(config=str(config), speed=speed, token=self.token, home=homes, **ports)
        (self.folder / "config.py").write_text(overlay)

    def __enter__(self) -> "Hub":
        (self.folder / "homes").mkdir()
        known = os.environ | {"NNLAB_COURSE": str(ROOT)}
        self.log = (self.folder / "log").open("w")
        command = [sys.executable, "-m", "jupyterhub", "-f", str(self.folder / "config.py")]
        self.process = subprocess.Popen(
            command, cwd=self.folder, env=known, stdout=self.log, stderr=self.log, start_new_session=True
        )
        return self

    def __exit__(self, *_) -> None:
        below = descendants(self.process.pid)
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
        for pid in below:  # servers have sessions of their own
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    async def ask(self, path: str, method: str = "GET", body: dict | None = None):
        request = HTTPRequest(
            self.url + path,
            method=method,
            headers={"Authorization": f"token {self.token}"},
            body=json.dumps(body or {}) if method != "GET" else None,
            request_timeout=180,
        )
        answer = await AsyncHTTPClient().fetch(request, raise_error=False)
        return answer.code, json.loads(answer.body or b"null") if answer.code < 400 else answer.body

    async def wait_until_up(self) -> None:
        for _ in range(600):
            with contextlib.suppress(OSError):
                if (await self.ask("/hub/api/"))[0] == 200:
                    return
            if self.process.poll() is not None:
                break
            await asyncio.sleep(0.1)
        raise RuntimeError((self.folder / "log").read_text()[-3000:])


class Student:
    """One student: a server, a kernel, a page that runs the lesson and paints frames."""

    def __init__(self, hub: Hub, name: str) -> None:
        self.hub, self.name = hub, name
        self.frames = self.bytes = 0
        self.stage: str | None = None
        self.speed = 60
        self.arrived: asyncio.Queue[dict] = asyncio.Queue()  # heads of frames
        self.shown: list[int] = []  # their numbers, until the kernel is told
        self.together = 1  # of so many in play it wants to be told at once
        self.done: dict[str, asyncio.Future] = {}

    async def come(self) -> None:
        began = time.monotonic()
        await self.hub.ask(f"/hub/api/users/{self.name}", "POST")
        code, said = await self.hub.ask(f"/hub/api/users/{self.name}/server", "POST")
        assert code in (201, 202), said
        while not (await self.hub.ask(f"/hub/api/users/{self.name}"))[1]["servers"].get("", {}).get("ready"):
            await asyncio.sleep(0.3)
        self.start_took = time.monotonic() - began
        code, kernel = await self.hub.ask(
            f"/user/{self.name}/api/kernels", "POST", {"name": "python3", "path": "mine"}
        )
        assert code == 201, kernel
        address = f"{self.hub.url.replace('http', 'ws')}/user/{self.name}/api/kernels/{kernel['id']}/channels"
        request = HTTPRequest(address, headers={"Authorization": f"token {self.hub.token}"})
        self.socket = await websocket_connect(request, max_message_size=100_000_000)
        self.session = uuid.uuid4().hex
        self.tasks = [asyncio.create_task(self.read()), asyncio.create_task(self.paint())]

    def say(self, kind: str, content: dict) -> str:
        number = uuid.uuid4().hex
        header = dict(msg_id=number, session=self.session, username="", msg_type=kind, version="5.3")
        whole = dict(
            header=header, parent_header={}, metadata={}, content=content, channel="shell", buffers=[]
        )
        self.socket.write_message(json.dumps(whole))
        return number

    def tell_stage(self, **content) -> None:
        self.say("comm_msg", {"comm_id": self.stage, "data": {"method": "custom", "content": content}})

    async def read(self) -> None:
        while (raw := await self.socket.read_message()) is not None:
            if isinstance(raw, bytes):  # a message with buffers: how many, where each begins, then all
                count = int.from_bytes(raw[:4], "big")
                places = [int.from_bytes(raw[4 * i : 4 * i + 4], "big") for i in range(1, count + 1)]
                text = raw[places[0] : places[1] if count > 1 else None]
            else:
                text = raw
            message = json.loads(text)
            kind, content = message["header"]["msg_type"], message["content"]
            if kind == "execute_reply":
                self.done.pop(message["parent_header"]["msg_id"]).set_result(content)
            elif kind == "comm_open" and content["data"].get("state", {}).get("bar"):
                self.stage = content["comm_id"]
            elif kind == "comm_msg" and content["data"].get("content", {}).get("kind") == "frames":
                heads, self.together = (content["data"]["content"][key] for key in ("heads", "together"))
                self.bytes += len(raw)
                self.stage = content["comm_id"]
                for head in heads:
                    self.arrived.put_nowait(head)

    async def paint(self) -> None:
        """Show frame after frame, no sooner than the speed says, and tell the kernel, as `stage.js` does."""
        last = 0.0
        while True:
            head = await self.next_head()
            in_play = head["playing"] and not head["flush"]
            if in_play and (rest := last + 1 / min(self.speed, 60) - time.monotonic()) > 0:
                if rest > SAY_AFTER:
                    self.tell_shown()
                await asyncio.sleep(rest)
            last = time.monotonic()
            self.frames += 1
            self.shown.append(head["number"])
            if len(self.shown) >= (self.together if in_play and self.speed >= 15 else 1):
                self.tell_shown()

    async def next_head(self) -> dict:
        """Wait for a frame; if none comes soon, tell the kernel first what has been shown."""
        with contextlib.suppress(TimeoutError):
            return await asyncio.wait_for(self.arrived.get(), SAY_AFTER)
        self.tell_shown()
        return await self.arrived.get()

    def tell_shown(self) -> None:
        if self.shown:
            self.tell_stage(kind="painted", numbers=self.shown)
            self.shown = []

    async def run(self, code: str) -> None:
        content = dict(code=code, silent=False, store_history=True, allow_stdin=False, stop_on_error=True)
        content["user_expressions"] = {}
        answered = asyncio.get_running_loop().create_future()
        self.done[self.say("execute_request", content)] = answered
        said = await answered
        assert said["status"] == "ok", (said, code)

    def go(self) -> None:
        for task in self.tasks:
            task.cancel()
        self.socket.close()

    async def lesson(self) -> None:
        home = self.hub.folder / "homes" / self.name / "nnlab/mine" / LESSON
        for cell in json.loads(home.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                await self.run("".join(cell["source"]))
        await self.run(PLAY)

    async def play(self, speed: int, seconds: float) -> float:
        self.speed = speed
        self.tell_stage(kind="hello", ratio=1.0)
        self.tell_stage(kind="speed", speed=speed)
        await asyncio.sleep(1)
        self.tell_stage(kind="play")
        await asyncio.sleep(1)
        before, began = self.frames, time.monotonic()
        await asyncio.sleep(seconds)
        rate = (self.frames - before) / (time.monotonic() - began)
        self.tell_stage(kind="pause", position=None, id=1)
        return rate


def parents() -> dict[int, int]:
    """{process: its parent}"""
    found = {}
    for place in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            found[int(place.parent.name)] = int(place.read_text().rpartition(")")[2].split()[1])
    return found


def descendants(pid: int) -> list[int]:
    known = parents()
    below, more = [], [pid]
    while more:
        more = [child for child, parent in known.items() if parent in more]
        below += more
    return below


def kind_of(pid: int) -> str:
    words = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    for sign, kind in ("ipykernel", "kernel"), ("singleuser", "server"), ("configurable", "proxy"):
        if sign in words:
            return kind
    return "hub"


def measured(hub: Hub) -> tuple[dict[str, list[float]], dict[str, float]]:
    """MB of each process and CPU seconds so far, by kind."""
    memory: dict[str, list[float]] = {}
    cpu: dict[str, float] = {}
    for pid in [hub.process.pid, *descendants(hub.process.pid)]:
        try:
            kind = kind_of(pid)
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
            times = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        pss = next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
        memory.setdefault(kind, []).append(pss / 1024)
        cpu[kind] = cpu.get(kind, 0) + (int(times[11]) + int(times[12])) / os.sysconf("SC_CLK_TCK")
    return memory, cpu


async def tried(students: int, playing: list[int], speeds: list[int], seconds: float) -> None:
    """One hub; all students run the lesson, then some of them play, for each number and each speed."""
    with Hub(speeds[0]) as hub:
        await hub.wait_until_up()
        everybody = [Student(hub, f"student{i}") for i in range(students)]
        for some in range(0, students, 3):
            await asyncio.gather(*(student.come() for student in everybody[some : some + 3]))
        for some in range(0, students, 2):
            await asyncio.gather(*(student.lesson() for student in everybody[some : some + 2]))
        starts = statistics.median(student.start_took for student in everybody)
        print(f"{students} students; a server is there after {starts:.1f} s", flush=True)
        for speed in speeds:
            for some in playing:
                await play_together(hub, everybody[:some], speed, seconds)
        for student in everybody:
            student.go()


async def play_together(hub: Hub, players: list[Student], speed: int, seconds: float) -> None:
    """Let them play at once, and print what it took."""
    load = os.getloadavg()[0]
    memory, before = measured(hub)
    drawn, sent = sum(student.frames for student in players), sum(student.bytes for student in players)
    began = time.monotonic()
    rates = await asyncio.gather(*(student.play(speed, seconds) for student in players))
    took = time.monotonic() - began
    _, after = measured(hub)
    frames = sum(student.frames for student in players) - drawn
    size = (sum(student.bytes for student in players) - sent) / frames / 1000
    work = 1000 * (after["kernel"] - before["kernel"]) / frames
    print(f"\n{len(players)} play at {speed} steps a second, {os.cpu_count()} cores, load {load:.1f} before")
    for kind, sizes in sorted(memory.items()):
        cores = (after[kind] - before[kind]) / took
        print(f"  {kind:7} {len(sizes):3} x {statistics.median(sizes):5.0f} MiB, {cores:5.2f} cores")
    print(f"  together {sum(map(sum, memory.values())) / 1024:.2f} GiB")
    print(f"  frames a second: {min(rates):.1f} to {max(rates):.1f}, ", end="")
    print(f"median {statistics.median(rates):.1f}; {size:.1f} kB and {work:.1f} ms of CPU each", flush=True)
    if min(rates) == 0:
        sys.exit("somebody saw no frame")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--students", type=int, default=10)
    parser.add_argument("--playing", type=int, nargs="+", default=[10])
    parser.add_argument("--speeds", type=int, nargs="+", default=[15, 60])
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--page", action="store_true", help="one student in Chromium, and no table")
    parser.add_argument("--shots", type=Path, help="with --page: a folder for its screenshots")
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended"))  # so that the hub is ended too
    if given.page:
        from hub_page import one_page  # it needs Playwright, the table does not

        with Hub(given.speeds[0]) as hub:
            asyncio.run(hub.wait_until_up())
            one_page(hub, given.speeds[0], given.shots)
        return
    asyncio.run(tried(given.students, given.playing, given.speeds, given.seconds))


if __name__ == "__main__":
    main()
