"""The kinds of faults: what is done to a command, and which exit codes are right then."""

from __future__ import annotations

import contextlib
import os
import random
import resource
import shutil
import signal
import subprocess
import time
from pathlib import Path

from tests.faults.injecting import INTERRUPTED, KILLED, Injection, fault, is_pythons_own
from tests.faults.world import DATA, FILMS, SITE, SLUGS, VOICES, descendants

# -- signals -------------------------------------------------------------------------------------------------


@fault("render", "publish", "cluster", "serve", "preview", "again", "list", "speak")
def kill_the_command(it: Injection) -> None:
    sent = it.rng.choice([signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
    when = it.moment()
    # Before it listens, it ends by it. Python itself ends by SIGINT, whatever was caught, if the interrupt
    # came while a text was executed, as where a dataclass is made; for a shell both are 130.
    it.codes |= {KILLED} if sent == signal.SIGKILL else {INTERRUPTED, -sent, -signal.SIGINT}
    it.says_nothing = sent == signal.SIGKILL or when < 0.5

    def kill(process: subprocess.Popen[bytes]) -> None:
        time.sleep(when)
        process.send_signal(sent)

    it.meanwhile = kill


@fault("render", "again", "cluster", "preview")
def kill_a_process_that_it_started(it: Injection) -> None:
    sent = it.rng.choice([signal.SIGKILL, signal.SIGTERM, signal.SIGSEGV])
    when, which = it.moment(), it.rng.random()
    it.codes |= {1}

    def kill(process: subprocess.Popen[bytes]) -> None:
        time.sleep(when)
        found = [each for each in descendants(process.pid) if not is_pythons_own(each)]
        if found:
            with contextlib.suppress(ProcessLookupError):
                os.kill(found[int(which * len(found))], sent)

    it.meanwhile = kill


@fault("render", "cluster", "publish", "preview")
def stop_a_process_for_a_while(it: Injection) -> None:
    when, which, while_ = it.moment(), it.rng.random(), it.rng.uniform(0.1, 2.0)

    def stop(process: subprocess.Popen[bytes]) -> None:
        time.sleep(when)
        found = [process.pid, *descendants(process.pid)]
        with contextlib.suppress(ProcessLookupError):
            os.kill(chosen := found[int(which * len(found))], signal.SIGSTOP)
            time.sleep(while_)
            os.kill(chosen, signal.SIGCONT)

    it.meanwhile = stop


# -- the machine's limits ------------------------------------------------------------------------------------


@fault("render", "publish", "again", "cluster", "speak")
def no_file_may_be_large(it: Injection) -> None:
    most = int(2 ** it.rng.uniform(8, 17))
    it.codes |= {1, 2}
    it.before = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))


@fault("render", "publish", "again", "speak")
def the_disk_is_full(it: Injection) -> None:
    """A file system of its own, with so much room left; what is there moves in, and out again."""
    folder = it.world.course / {"publish": "site", "speak": "assets"}.get(it.command, "media")
    folder.mkdir(exist_ok=True)
    room = int(2 ** it.rng.uniform(12, 19))
    used = sum(path.stat().st_size + 8192 for path in folder.rglob("*"))
    aside = it.world.base / "aside"
    shutil.copytree(folder, aside, copy_function=shutil.copy2)
    _mount("-t", "tmpfs", "-o", f"size={used + room}", "tmpfs", folder)
    shutil.copytree(aside, folder, copy_function=shutil.copy2, dirs_exist_ok=True)
    shutil.rmtree(aside)
    it.codes |= {1, 2}

    def move_out() -> None:
        shutil.copytree(folder, aside, copy_function=shutil.copy2)
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
        shutil.rmtree(folder)
        aside.rename(folder)

    it.undo = move_out


@fault("render", "publish", "again", "speak")
def nothing_may_be_written(it: Injection) -> None:
    folder = it.world.course / {"publish": ".", "speak": "assets"}.get(it.command, "media")
    _mount("--bind", folder, folder)
    _mount("-o", "remount,ro,bind", folder)
    it.codes = {1, 2}
    it.undo = lambda: subprocess.run(["umount", "--lazy", str(folder)], check=True) and None


def _mount(*arguments: object) -> None:
    subprocess.run(["mount", *map(str, arguments)], check=True, capture_output=True)


def can_mount() -> bool:
    """Whether this process may mount file systems; where it may not, some faults are left out."""
    done = subprocess.run(
        ["unshare", "-m", "mount", "-t", "tmpfs", "tmpfs", "/mnt"], capture_output=True, check=False
    )
    return done.returncode == 0


NEED_MOUNTS = {"the disk is full", "nothing may be written"}


@fault("render", "publish", "voice", "speak", "list", "serve")
def few_files_may_be_open(it: Injection) -> None:
    most = it.rng.randint(8, 64)
    it.codes |= {1, 2}
    it.before = lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


@fault("render", "list", "publish", "speak")
def little_memory(it: Injection) -> None:
    most = it.rng.randint(60, 1500) << 20
    it.codes |= {1, 2}
    it.says_nothing = most < 300 << 20  # Python itself may not start
    it.before = lambda: resource.setrlimit(resource.RLIMIT_AS, (most, most))


# -- files and folders ---------------------------------------------------------------------------------------


@fault("render", "again")
def the_folder_it_works_in_is_taken_away(it: Injection) -> None:
    when = it.moment()
    it.codes |= {1}

    def take(process: subprocess.Popen[bytes]) -> None:
        time.sleep(when)
        for folder in it.world.films.glob(".rendering-*"):
            shutil.rmtree(folder, ignore_errors=True)

    it.meanwhile = take


@fault("render")
def the_films_are_taken_away(it: Injection) -> None:
    when = it.moment()
    it.codes |= {1}

    def take(process: subprocess.Popen[bytes]) -> None:
        time.sleep(when)
        shutil.rmtree(it.world.films, ignore_errors=True)

    it.meanwhile = take


@fault("render", "publish", "again")
def a_file_is_where_a_folder_should_be(it: Injection) -> None:
    folder = it.world.course / (SITE if it.command == "publish" else FILMS)
    shutil.rmtree(folder, ignore_errors=True)
    folder.write_text("a file")
    it.codes = {1, 2}
    it.undo = folder.unlink


@fault("render", "again")
def a_folder_is_where_a_film_should_be(it: Injection) -> None:
    film = it.world.films / f"{it.rng.choice(SLUGS)}.mp4"
    film.unlink()
    film.mkdir()
    it.codes = {1, 2}
    it.undo = film.rmdir


@fault("again", "publish", "list", "voice", "speak")
def what_it_remembers_is_damaged(it: Injection) -> None:
    """Caches, descriptions, films, the site's own notes, or recordings before they are made again: flipped,
    cut short, emptied, full of rubbish.
    """
    places = (VOICES,) if it.command == "speak" else (Path("media"), SITE)
    found = [path for place in places for path in (it.world.course / place).rglob("*")]
    files = sorted(path for path in found if path.is_file() and path.suffix != ".log")
    for path in it.rng.sample(files, min(len(files), it.rng.randint(1, 4))):
        _damage(path, it.rng)
    it.codes |= {0}


def _damage(path: Path, rng: random.Random) -> None:
    told, content = path.stat(), bytearray(path.read_bytes())
    how = rng.choice(["flip", "cut", "empty", "rubbish", "null", "list", "gone"])
    if how == "gone":
        path.unlink()
        return
    if how == "flip" and content:
        content[rng.randrange(len(content))] ^= 1 << rng.randrange(8)
    new = {
        "flip": bytes(content),
        "cut": bytes(content[: rng.randrange(len(content) + 1)]),
        "empty": b"",
        "rubbish": rng.randbytes(200),
        "null": b"null",
        "list": b"[[[]]]",
    }[how]
    path.write_bytes(new)
    if rng.random() < 0.5:
        os.utime(path, ns=(told.st_atime_ns, told.st_mtime_ns))


@fault("render", "again")
def its_data_is_gone(it: Injection) -> None:
    data = it.world.course / DATA
    content = data.read_bytes()
    data.unlink()
    it.codes = {1}
    it.undo = lambda: data.write_bytes(content) and None


# -- lectures ------------------------------------------------------------------------------------------------

DEEDS = {
    "raises": 'raise ValueError("no ground " * 50)',
    "raises what cannot be said": "raise type('Bad', (Exception,), {'__str__': lambda self: 1 / 0})",
    "exits": "raise SystemExit(0)",
    "exits at once": "import os; os._exit(0)",
    "interrupts itself": "raise KeyboardInterrupt",
    "is killed": "import os; os.kill(os.getpid(), 9)",
    "loops": "while True: pass",
    "sleeps": "import time; time.sleep(1e6)",
    "eats memory": "hoard = [bytearray(1 << 28) for _ in range(100)]",
    "recurses": "f = lambda: f()\n        f()",
    "prints much": 'print("ground " * 1_000_000)\n        raise ValueError("enough")',
    "closes everything": "import os; os.closerange(0, 200)\n        raise ValueError('closed')",
    "forks and leaves": "import os, time\n        if os.fork() == 0: time.sleep(1); os._exit(0)",
    "changes its folder": "import os; os.chdir('/')",
}
ENDLESS = {"loops", "sleeps"}
HARMLESS = {"forks and leaves", "changes its folder"}


@fault("render", "cluster")
def a_lecture_does_what_it_should_not(it: Injection) -> None:
    deed = it.rng.choice(sorted(DEEDS))
    text = it.world.lecture.read_text()
    place = it.rng.choice(["        self.dot = Dot(", '        """A dot."""\n'])
    head, found, tail = text.partition(place)
    line = f"        {DEEDS[deed]}\n"
    it.world.lecture.write_text(head + line + found + tail if "Dot" in place else head + found + line + tail)
    it.codes = {0} if deed in HARMLESS else {1}
    it.undo = lambda: it.world.lecture.write_text(text) and None
    if deed == "eats memory":
        it.before = lambda: resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))
    if deed in ENDLESS:
        it.codes = {INTERRUPTED}

        def interrupt(process: subprocess.Popen[bytes]) -> None:
            time.sleep(12.0 if it.command == "cluster" else 4.0)
            process.send_signal(signal.SIGINT)

        it.meanwhile = interrupt


@fault("render", "again", "list", "publish")
def a_lecture_is_no_python(it: Injection) -> None:
    content = it.world.lecture.read_bytes()
    cut = content[: it.rng.randrange(len(content))] + b"\n("  # else it may still be a lecture, of fewer beats
    broken = [b"def (", cut, b"\xff\xfe\x00", b"", b"x = 1\n" * 10]
    it.world.lecture.write_bytes(it.rng.choice(broken))
    it.codes = {0, 1, 2}
    it.undo = lambda: it.world.lecture.write_bytes(content) and None


# -- surroundings --------------------------------------------------------------------------------------------


@fault("render", "publish", "speak")
def two_at_once(it: Injection) -> None:
    it.twice = True


CLOCK = """
import time
_jump, _when = {jump!r}, time.monotonic() + {after!r}
for _name, _unit in (("time", 1), ("time_ns", 10**9)):
    def _told(was=getattr(time, _name), unit=_unit):
        return was() + (unit * _jump if time.monotonic() > _when else 0)
    setattr(time, _name, _told)
"""


@fault("render", "publish", "again", "serve", "preview")
def the_clock_jumps(it: Injection) -> None:
    jump = it.rng.choice([-86_400 * 365, -3600, -5, 5, 3600, 86_400 * 365])
    folder = it.world.base / "clock"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(CLOCK.format(jump=jump, after=it.rng.uniform(0.0, 3.0)))
    it.environment["PYTHONPATH"] = os.pathsep.join([str(folder), it.world.environment()["PYTHONPATH"]])


@fault("render", "publish", "list", "again", "serve", "speak")
def odd_surroundings(it: Injection) -> None:
    odd: list[dict[str, str]] = [
        *({"HOME": ""}, {"HOME": "/nowhere"}, {"LANG": "C", "LC_ALL": "C"}, {"LC_ALL": "xx_YY"}),
        *({"TERM": "dumb"}, {"COLUMNS": "0"}, {"COLUMNS": "a"}, {"PATH": "/nowhere"}, {"TZ": "odd"}),
        *({"PYTHONDONTWRITEBYTECODE": "1"}, {"PYTHONHASHSEED": "5"}, {"PYTHONIOENCODING": "ascii"}),
        *({"NO_COLOR": "1"}, {"FORCE_COLOR": "1"}, {"XDG_CACHE_HOME": "/proc/nowhere"}),
        *({"OPENBLAS_NUM_THREADS": "4"}, {"PYTHONWARNINGS": "always"}),
    ]
    for each in it.rng.sample(odd, it.rng.randint(1, 4)):
        it.environment |= each


@fault("render", "publish", "list", "again", "speak")
def nobody_listens(it: Injection) -> None:
    closed = it.rng.choice(["stdout", "stderr", "both"])
    it.stdout = None if closed in ("stdout", "both") else subprocess.PIPE
    it.stderr = None if closed in ("stderr", "both") else subprocess.PIPE
    it.codes |= {1}
    it.says_nothing = True


@fault("render", "list", "publish")
def whoever_listens_leaves(it: Injection) -> None:
    it.leaves = it.moment() / 4
    it.codes |= {1, -signal.SIGPIPE}
    it.says_nothing = True
