"""Makes the server's virtual environment where it is missing, and runs the server in it.

    environment.py ARGUMENTS…             run the server
    environment.py --run COMMAND…         run the environment's Python with other arguments
    environment.py --install              only make the environment

Needs nothing but the standard library. The environment is .cache/qdrant-dev-venv/HASH at the root of
the repository, where HASH is that of requirements.txt and the Python, so a change of either makes a
new one. Several may start at once: one installs, the others wait for it.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ENVIRONMENTS = HERE.parent.parent / ".cache" / "qdrant-dev-venv"
REQUIREMENTS = HERE / "requirements.txt"


def main(arguments: list[str]) -> None:
    if sys.version_info < (3, 11):
        raise SystemExit(f"qdrant-dev: needs Python 3.11 or later, and python3 is {sys.version.split()[0]}")
    python = environment()
    if arguments[:1] == ["--install"]:
        return
    command = arguments[1:] if arguments[:1] == ["--run"] else ["-m", "qdrant_dev", *arguments]
    os.environ["PYTHONPATH"] = str(HERE)
    os.execv(python, [str(python), *command])


def environment() -> Path:
    """Returns the environment's Python, after installing it if need be."""
    key = hashlib.sha256(REQUIREMENTS.read_bytes() + sys.version.encode()).hexdigest()[:16]
    directory = ENVIRONMENTS / key
    python, done = directory / "bin" / "python", directory / "installed"
    if done.exists():
        return python
    ENVIRONMENTS.mkdir(parents=True, exist_ok=True)
    with open(ENVIRONMENTS / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            say(f"installing {REQUIREMENTS.name} into {directory}")
            shutil.rmtree(directory, ignore_errors=True)
            install(directory, python)
            done.touch()
    return python


def install(directory: Path, python: Path) -> None:
    pip = make_environment(directory, python)
    run([*pip, "install", "--only-binary=:all:", "--quiet", "--disable-pip-version-check", "--no-input",
         "--requirement", str(REQUIREMENTS)])


def make_environment(directory: Path, python: Path) -> list[str]:
    """Makes an empty environment and returns the command of a pip that installs into it.

    Debian ships Python without venv's pip (package python3-venv). Then a pip of the system does,
    and root can install the package.
    """
    if works([sys.executable, "-c", "import ensurepip"]):
        run([sys.executable, "-m", "venv", str(directory)])
        return [str(python), "-m", "pip"]
    if works([sys.executable, "-m", "pip", "--python", sys.executable, "--version"]):
        run([sys.executable, "-m", "venv", "--without-pip", str(directory)])
        return [sys.executable, "-m", "pip", "--python", str(python)]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say("installing python3-venv with apt-get")
        os.environ["DEBIAN_FRONTEND"] = "noninteractive"
        run(["apt-get", "update", "-qq"])
        run(["apt-get", "install", "-y", "-qq", "python3-venv"])
        run([sys.executable, "-m", "venv", str(directory)])
        return [str(python), "-m", "pip"]
    raise SystemExit("qdrant-dev: python3 has neither venv nor pip; install the package python3-venv")


def works(command: list[str]) -> bool:
    return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode == 0


def run(command: list[str]) -> None:
    """Runs a command with its output on standard error; standard output belongs to the server."""
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False)
    if done.returncode:
        raise SystemExit(f"qdrant-dev: failed ({done.returncode}): {' '.join(command)}")


def say(message: str) -> None:
    print(f"qdrant-dev: {message}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
