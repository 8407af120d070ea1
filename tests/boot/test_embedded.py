"""The embedded servers: started as children, kept, refused, and never left behind."""

from __future__ import annotations

import json
import os
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest
import redis

from pmcomms.embedded import FOR_TESTS, EmbeddedError, EmbeddedServers
from pmcomms.embedded.place import addresses_in, free_port
from scripts.steps import ROOT
from tests.boot.processes import is_running, wait_until_gone

PARENT = """
import sys, time
from pathlib import Path
from pmcomms.embedded import FOR_TESTS, EmbeddedServers

servers = EmbeddedServers(Path(sys.argv[1]), FOR_TESTS)
servers.start()
print(*[server.child.pid for server in servers.running.values()], flush=True)
time.sleep(60)
"""
FOLDER = "公司 数据"  # a space and Chinese characters, as on many a desktop


@pytest.fixture
def servers(tmp_path: Path) -> Iterator[EmbeddedServers]:
    made = EmbeddedServers(tmp_path / FOLDER, FOR_TESTS)
    yield made
    made.stop()
    made.erase()


def ask(servers: EmbeddedServers, sql: str) -> object:
    connection = psycopg2.connect(servers.environment()["DATABASE_URL"])
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchone()[0] if cursor.description else None
    finally:
        connection.close()


def test_a_port_is_kept_while_it_is_free_and_is_none_an_outgoing_connection_may_get() -> None:
    lowest = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    chosen = free_port()
    assert 1024 < chosen < lowest and free_port(chosen) == chosen
    with socket.create_server(("127.0.0.1", chosen)):
        assert free_port(chosen) != chosen


def test_both_answer_in_a_folder_with_spaces_and_chinese_characters(servers: EmbeddedServers) -> None:
    servers.start()
    assert str(ask(servers, "SHOW server_version")).startswith("18.")
    assert ask(servers, "SELECT lower('É')") == "é"
    assert redis.Redis.from_url(servers.environment()["REDIS_URL"]).ping()


def test_rows_and_ports_are_kept_by_a_second_start(servers: EmbeddedServers) -> None:
    servers.start()
    ask(servers, "CREATE TABLE kept (word text); INSERT INTO kept VALUES ('对齐')")
    first = servers.environment()
    servers.stop()
    servers.start()
    assert ask(servers, "SELECT word FROM kept") == "对齐"
    assert servers.environment() == first


def test_the_command_line_finds_the_servers_of_a_folder(servers: EmbeddedServers) -> None:
    assert addresses_in(servers.place.var) == {}
    servers.start()
    assert addresses_in(servers.place.var) == servers.environment()
    env = {"PATH": os.environ["PATH"], "VAR": str(servers.place.var)}
    command = [sys.executable, "manage.py", "showmigrations", "ground"]
    ended = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    assert "[ ] 0001_initial" in ended.stdout


def test_erased_data_is_gone(servers: EmbeddedServers) -> None:
    servers.start()
    ask(servers, "CREATE TABLE kept (word text)")
    with pytest.raises(EmbeddedError, match="stop them before"):
        servers.erase()
    servers.stop()
    servers.erase()
    servers.start()
    assert ask(servers, "SELECT to_regclass('kept')") is None


def test_nobody_enters_without_the_password(servers: EmbeddedServers) -> None:
    servers.start()
    found = servers.environment()
    with pytest.raises(psycopg2.OperationalError, match="password"):
        psycopg2.connect("postgres://pmcomms:wrong@" + found["DATABASE_URL"].rpartition("@")[2])
    with pytest.raises(redis.AuthenticationError):
        redis.Redis.from_url("redis://" + found["REDIS_URL"].rpartition("@")[2]).ping()
    assert stat.S_IMODE(servers.place.notes.stat().st_mode) == 0o600
    noted = json.loads(servers.place.notes.read_text())
    for server in servers.running.values():
        assert server.child is not None
        command = Path(f"/proc/{server.child.pid}/cmdline").read_text()
        assert noted["postgres_password"] not in command
        assert noted["valkey_password"] not in command


def test_two_side_by_side_do_not_meet(servers: EmbeddedServers, tmp_path: Path) -> None:
    other = EmbeddedServers(tmp_path / "other", FOR_TESTS)
    servers.start()
    try:
        other.start()
        ask(servers, "CREATE TABLE mine (word text)")
        assert ask(other, "SELECT to_regclass('mine')") is None
        assert not set(other.environment().values()) & set(servers.environment().values())
    finally:
        other.stop()
        other.erase()


def test_only_what_is_wanted_is_started(tmp_path: Path) -> None:
    servers = EmbeddedServers(tmp_path / "one", FOR_TESTS, wanted=("valkey",))
    servers.start()
    try:
        assert list(servers.environment()) == ["REDIS_URL"]
        assert not servers.place.data.exists()
    finally:
        servers.stop()
        servers.erase()


def test_data_of_another_version_is_refused_and_left_alone(servers: EmbeddedServers) -> None:
    servers.start()
    servers.stop()
    (servers.place.data / "PG_VERSION").write_text("17\n")
    with pytest.raises(EmbeddedError, match=r"was made by PostgreSQL 17, and this is PostgreSQL 18.*RESET=1"):
        servers.start()
    assert servers.running == {}
    (servers.place.data / "PG_VERSION").write_text("18\n")
    servers.start()


def test_a_lost_password_is_said_and_the_data_left_alone(servers: EmbeddedServers) -> None:
    servers.start()
    servers.stop()
    kept = servers.place.notes.read_text()
    servers.place.notes.write_text(json.dumps(json.loads(kept) | {"postgres_password": "another"}))
    with pytest.raises(EmbeddedError, match="is not that of"):
        servers.start()
    servers.place.notes.write_text(kept)
    servers.start()


def test_an_interrupted_first_start_is_made_good(servers: EmbeddedServers) -> None:
    servers.place.prepare()
    (servers.place.half_made / "data" / "base").mkdir(parents=True)
    servers.start()
    assert ask(servers, "SELECT 1") == 1
    assert not servers.place.half_made.exists()


def test_a_taken_port_is_given_up_for_a_free_one(servers: EmbeddedServers) -> None:
    servers.start()
    servers.stop()
    port = json.loads(servers.place.notes.read_text())["postgres_port"]
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a client's end may still linger there
        other.bind(("127.0.0.1", port))
        other.listen()
        servers.start()
        assert json.loads(servers.place.notes.read_text())["postgres_port"] != port
        assert ask(servers, "SELECT 1") == 1


@pytest.mark.parametrize("name", ["valkey", "postgres"])
def test_a_server_that_dies_is_revived_at_the_same_address(name: str, servers: EmbeddedServers) -> None:
    servers.start()
    before = servers.environment()
    client = psycopg2.connect(before["DATABASE_URL"])
    child = servers.running[name].child
    assert child is not None
    child.kill()
    child.wait()
    assert servers.revive() == [name]
    assert servers.environment() == before
    assert redis.Redis.from_url(before["REDIS_URL"]).ping()
    assert ask(servers, "SELECT 1") == 1
    assert servers.revive() == []
    client.close()


def test_stopping_is_quick_although_clients_are_connected(servers: EmbeddedServers) -> None:
    servers.start()
    client = psycopg2.connect(servers.environment()["DATABASE_URL"])
    pids = [server.child.pid for server in servers.running.values() if server.child]
    began = time.monotonic()
    servers.stop()
    assert time.monotonic() - began < 5
    assert wait_until_gone(pids, 0.5) == []
    client.close()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends the children of a killed parent")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_a_killed_parent_leaves_no_server(number: signal.Signals, servers: EmbeddedServers) -> None:
    parent = subprocess.Popen(
        [
            sys.executable,
            "-c",
            PARENT,
            str(servers.place.var),
        ],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert parent.stdout is not None
    pids = [int(word) for word in parent.stdout.readline().split()]
    assert len(pids) == 2
    assert all(map(is_running, pids))
    parent.send_signal(number)
    parent.wait()
    parent.stdout.close()
    assert wait_until_gone(pids) == []


@pytest.mark.one_account
@pytest.mark.skipif(os.geteuid() != 0, reason="only root hands its servers to another account")
def test_root_opens_nothing_of_its_own(servers: EmbeddedServers, tmp_path: Path) -> None:
    closed = tmp_path / "home"
    closed.mkdir(mode=0o700)
    accounts = Path("/etc/passwd").read_bytes()
    inside = EmbeddedServers(closed / "project" / "var", FOR_TESTS)
    try:
        inside.start()
        assert stat.S_IMODE(closed.stat().st_mode) == 0o700
        assert Path("/etc/passwd").read_bytes() == accounts
        child = inside.running["postgres"].child
        assert child is not None
        assert Path(f"/proc/{child.pid}").stat().st_uid != 0
        assert stat.S_IMODE(inside.place.data.stat().st_mode) == 0o700
    finally:
        inside.stop()
        inside.erase()


@pytest.mark.one_account
@pytest.mark.skipif(os.geteuid() != 0, reason="only root uses a folder under /var/tmp")
def test_a_folder_of_somebody_else_is_not_used(servers: EmbeddedServers) -> None:
    servers.place.root.mkdir()
    os.chown(servers.place.root, 65534, 65534)
    with pytest.raises(EmbeddedError, match="belongs to somebody else"):
        servers.start()


@pytest.mark.one_account
@pytest.mark.skipif(os.geteuid() == 0, reason="an ordinary user keeps everything under VAR")
def test_an_ordinary_user_writes_under_var_alone(servers: EmbeddedServers) -> None:
    servers.start()
    assert servers.place.root.is_relative_to(servers.place.var)
