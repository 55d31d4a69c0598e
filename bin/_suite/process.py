"""Running commands with visible progress, and failing in one sentence."""

import contextlib
import ctypes
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import threading
import time


class Failure(Exception):
    """What went wrong and what to do about it, in one sentence for the person at the terminal."""


@contextlib.contextmanager
def step(title):
    """Print a step's title, a sign of life every ten seconds, and how long it took."""
    started = time.monotonic()
    print(f"· {title} …", flush=True)
    done = threading.Event()

    def tick():
        while not done.wait(10):
            print(f"  … {title}: {time.monotonic() - started:.0f} s", flush=True)

    thread = threading.Thread(target=tick, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
    print(f"  {title}: done in {time.monotonic() - started:.0f} s", flush=True)


def run(command, *, log, advice, cwd=None, env=None, quiet=False, **options):
    """Run a command with its output in the file ``log``; a failure shows the end of that file, unless ``quiet``."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with open(log, "ab") as output:
        try:
            done = subprocess.run(command, stdout=output, stderr=output, cwd=cwd, env=env, check=False, **options)
        except FileNotFoundError:
            raise Failure(f"The program {command[0]} is missing: {advice}") from None
    if done.returncode:
        sys.stderr.write("" if quiet else tail(log))
        raise Failure(f"{command[0]} failed; its output is in {log}. {advice}")


def tail(log, lines=15):
    text = log.read_text(errors="replace").splitlines()[-lines:]
    return "".join(f"    {line}\n" for line in text)


@contextlib.contextmanager
def lock(path, shared=False):
    """Hold a file lock, waiting for it; released when the process ends, however it ends."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "a") as handle:
        fcntl.flock(handle, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)
        yield handle


def need_space(folder, gigabytes):
    free = shutil.disk_usage(folder).free / 1e9
    if free < gigabytes:
        raise Failure(f"{folder} has {free:.1f} GB free and {gigabytes} GB are needed: free some space and call again.")


@contextlib.contextmanager
def child(command, *, own_session=False, **options):
    """Start a command that must not outlive this one, and yield its Popen.

    Ctrl-C reaches it through the terminal; with a session of its own it is ended from here. SIGTERM and SIGHUP are
    passed on. Leaving the block ends it with all that it started.
    """
    # No thread runs at this moment, which is what makes preexec_fn safe.
    process = subprocess.Popen(command, start_new_session=own_session, preexec_fn=_die_with_parent, **options)  # noqa: PLW1509

    def forward(number, _frame):
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(number)

    before = {number: signal.signal(number, forward) for number in (signal.SIGTERM, signal.SIGHUP)}
    if not own_session:
        before[signal.SIGINT] = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield process
    finally:
        _end(process, own_session)
        for number, handler in before.items():
            signal.signal(number, handler)


def _die_with_parent():
    """On Linux, let the kernel end the child when this process is killed without a chance to do it."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


def _end(process, own_session):
    if process.poll() is None:
        process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if own_session:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
