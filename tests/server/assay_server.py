"""For the server's tests: runs `assay serve` on a free port, and speaks HTTP with and without manners."""
import http.client
import json
import os
import re
import socket
import ssl
import subprocess
import time

READY = re.compile(r"^READY url=(https?)://([^:/]+):(\d+)/ release=(\d+) errors=(\d+)$")


class Server:
    """A served project; leaves with its `with` block."""

    def __init__(self, project, *options, log="server.log", limit_s=60):
        self.log = open(log, "ab")
        port = [] if "--port" in options else ["--port", "0"]
        self.process = subprocess.Popen([os.environ["ASSAY"], "-C", project, "serve", "--no-open", *port, *options],
                                        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=self.log, text=True)
        self.ready = self.process.stdout.readline().rstrip("\n")
        match = READY.match(self.ready)
        if not match:
            self.process.wait(limit_s)
            raise AssertionError(f"no READY line but {self.ready!r}; {open(log).read()[-2000:]}")
        self.scheme, self.host, port, release, errors = match.groups()
        self.port, self.release, self.errors = int(port), int(release), int(errors)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.log.close()

    def connect(self, timeout_s=20):
        """A raw connection."""
        return socket.create_connection((self.host, self.port), timeout_s)

    def raw(self, data, timeout_s=20):
        """What comes back for these bytes until the server closes (or falls silent)."""
        with self.connect(timeout_s) as connection:
            connection.sendall(data)
            return read_all(connection)

    def status_of(self, data, timeout_s=20):
        """The status of the first answer to these bytes; 0 when the connection was closed without one."""
        with self.connect(timeout_s) as connection:
            connection.sendall(data)
            return status_in(read_some(connection))

    def ask(self, method, path, body=None, headers=None, timeout_s=60):
        """(status, headers, body bytes) of one request on a connection of its own."""
        if self.scheme == "https":
            context = ssl._create_unverified_context()
            connection = http.client.HTTPSConnection(self.host, self.port, timeout=timeout_s, context=context)
        else:
            connection = http.client.HTTPConnection(self.host, self.port, timeout=timeout_s)
        try:
            given = dict(headers or {})
            if body is not None and not isinstance(body, (bytes, str)):
                body = json.dumps(body)
            if body is not None:
                given.setdefault("Content-Type", "application/json")
            connection.request(method, path, body, given)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()

    def json(self, method, path, body=None, headers=None, wanted=200):
        """The JSON of an answer that must have the status `wanted`."""
        status, _, text = self.ask(method, path, body, headers)
        assert status == wanted, f"{method} {path}: expected {wanted}, got {status}: {text[:500]}"
        return json.loads(text) if text else None

    def metric(self, name, **labels):
        """The value of a figure of /metrics; 0 when it is not there."""
        text = self.ask("GET", "/metrics")[2].decode()
        wanted = name + ("{" + ",".join(f'{key}="{value}"' for key, value in labels.items()) + "}" if labels else "")
        for line in text.splitlines():
            if line.rsplit(" ", 1)[0] == wanted:
                return float(line.rsplit(" ", 1)[1])
        return 0.0

    def memory_kib(self):
        with open(f"/proc/{self.process.pid}/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))


def read_some(connection):
    try:
        return connection.recv(65536)
    except ConnectionResetError:
        return b""


def read_all(connection):
    data = b""
    while True:
        piece = read_some(connection)
        if not piece:
            return data
        data += piece


def status_in(data):
    match = re.match(rb"HTTP/1\.[01] (\d{3}) ", data)
    return int(match.group(1)) if match else 0


def get(path="/healthz", *lines):
    return "\r\n".join([f"GET {path} HTTP/1.1", "Host: localhost", *lines, "", ""]).encode()


def equal(got, wanted, what=""):
    assert got == wanted, f"{what}: expected {wanted!r}, got {got!r}"


def wait_until(condition, limit_s=20, what="it"):
    end = time.monotonic() + limit_s
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError(f"still not so in time: {what}")
