"""What clients do to a server: too many, too slow, too large, half, malformed. Every one gets a clear answer or is cut, and others are served."""
import json
import socket
import sys
import time

from assay_server import Server, equal, get, read_all, read_some, status_in, wait_until


def many_connections(server):
    connections = [server.connect() for _ in range(200)]
    for connection in connections:
        connection.sendall(get("/api/release"))
    for connection in connections:
        equal(status_in(read_some(connection)), 200, "one of 200 connections")
    for _ in range(3):  # keep-alive: the same ones again
        for connection in connections:
            connection.sendall(get())
        for connection in connections:
            equal(status_in(read_some(connection)), 200, "one of 200 connections, again")
    equal(server.metric("assay_connections"), 201.0, "connections")
    time.sleep(0.2)  # the connection that asked is forgotten
    more = [server.connect() for _ in range(512 - 200)]
    for connection in more:
        connection.sendall(get())
        equal(status_in(read_some(connection)), 200, "one of 512 connections")
    beyond = server.connect()
    equal(status_in(read_some(beyond)), 503, "connection 513")
    for connection in [*connections, *more, beyond]:
        connection.close()
    wait_until(lambda: server.ask("GET", "/healthz")[0] == 200, what="served again")
    wait_until(lambda: server.metric("assay_connections") == 1, what="closed connections are forgotten")


def slow_clients(server):
    started = time.monotonic()
    dripping = [server.connect(30) for _ in range(20)]
    silent = server.connect(30)
    half_body = server.connect(60)
    half_body.sendall(b"POST /api/query HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{")
    alive = list(dripping)
    for byte in get("/healthz", "X-Slow: " + "x" * 400):
        if not alive or time.monotonic() - started > 20:
            break
        for connection in list(alive):
            try:
                connection.sendall(bytes([byte]))
            except OSError:
                alive.remove(connection)
        equal(server.ask("GET", "/healthz", timeout_s=5)[0], 200, "meanwhile")
        time.sleep(0.25)
    assert not alive, f"{len(alive)} dripping clients were not cut"
    assert 8 < time.monotonic() - started < 20, time.monotonic() - started
    equal(read_all(silent), b"", "a silent client is closed")
    equal(read_all(half_body), b"", "half a body is cut")
    for connection in [*dripping, silent, half_body]:
        connection.close()


def not_http(server):
    cases = {
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03": (0, 400),
        b"GET\r\n\r\n": 400,
        b"GET /healthz\r\n\r\n": 400,
        b"GET /healthz HTTP/9.9\r\nHost: localhost\r\n\r\n": (400, 505),
        b"GET /healthz HTTP/1.1\r\n\r\n": 400,
        b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n": 400,
        b"GET /healthz HTTP/1.1\r\nHost localhost\r\n\r\n": 400,
        b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-A : b\r\n\r\n": 400,
        b"G\x00T /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n": 400,
        b"PUT /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n": 405,
        b"OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n": 405,
        b"DELETE /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n": 405,
        b"POST /api/query HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n": 400,
        b"POST /api/query HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n": 400,
        b"POST /api/query HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd": 400,
        b"POST /api/query HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n": 400,
        b"POST /api/query HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n": 400,
        b"GET /healthz HTTP/1.1\r\nHost: evil.example\r\n\r\n": 421,
        b"GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n": 200,
        b"HEAD /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n": 200,
    }
    for data, wanted in cases.items():
        got = server.status_of(data)
        assert got in (wanted if isinstance(wanted, tuple) else (wanted,)), f"{data!r}: expected {wanted}, got {got}"
    pipelined = server.raw(get() + get("/nothing") + get("/healthz", "Connection: close"))
    equal([int(part[:3]) for part in pipelined.split(b"HTTP/1.1 ")[1:]], [200, 404, 200], "pipelined")
    equal(server.raw(b"HEAD /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").split(b"\r\n\r\n")[1], b"", "HEAD has no body")
    expecting = server.connect()
    expecting.sendall(b"POST /api/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nExpect: 100-continue\r\n"
                      b"Content-Length: 2\r\n\r\n")
    equal(status_in(read_some(expecting)), 100, "Expect: 100-continue")
    expecting.sendall(b"{}")
    equal(status_in(read_some(expecting)), 400, "after 100")
    expecting.close()


def too_large(server):
    equal(server.status_of(get("/healthz", "X-Large: " + "x" * 20000)), 431, "large header")
    equal(server.status_of(get("/healthz", *[f"X-{i}: {i}" for i in range(4000)])), 431, "many headers")
    equal(server.status_of(get("/" + "a" * 10000)), 400, "long address")
    equal(server.ask("POST", "/api/query", b"x" * 2_000_000)[0], 413, "large body")
    announced = b"POST /api/query HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\n\r\n"
    equal(server.status_of(announced), 413, "large body announced")
    chunked = server.connect()
    try:
        chunked.sendall(b"POST /api/query HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")
        for _ in range(40):
            chunked.sendall(b"10000\r\n" + b"x" * 65536 + b"\r\n")
    except OSError:
        pass  # it need not take all of it
    assert status_in(read_some(chunked)) in (413, 0), "large chunked body"
    chunked.close()


def path_tricks(server):
    for path in ["/../etc/passwd", "/assets/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "//etc/passwd", "/assets//app.js",
                 "/assets/%2e%2e/index.html", "/%00", "/index.html%00.js", "/assets%2fapp.js", "/..%5c..%5cx", "/%c0%ae%c0%ae/x",
                 "/.git/config", "/.assay/users.db", "/assets/", "/api/customer/1;DROP", "/api/customer/1%20OR%201", "/%zz"]:
        status = server.status_of(get(path))
        assert 400 <= status < 500, f"{path}: expected 4xx, got {status}"


def bad_json(server):
    def refused(path, body, part, status=400):
        answer = server.json("POST", path, body, wanted=status)
        assert part in answer["error"]["message"], f"{path} {str(body)[:80]}: expected {part!r} in {answer}"

    for body in ["", "{", "[]", "null", '{"page":}', '{"page":"executive"}}', b"\xff\xfe", '{"page":"\ud800"}'.encode("utf-8", "surrogatepass"), '{"a":' * 100000]:
        refused("/api/query", body, "Cannot read the request")
    refused("/api/query", {"page": "executve"}, "executive")
    refused("/api/query", {"page": "executive", "stat": {}}, "stat")
    refused("/api/query", {"page": "executive", "state": {"filters": {"teir": ["Gold"]}}}, "tier")
    refused("/api/query", {"page": "executive", "state": {"filters": {"tier": 7}}}, "tier")
    refused("/api/query", {"page": "executive", "visuals": ["total_sale"]}, "total_sales")
    refused("/api/query", {"page": "executive", "state": {"date": {"from": "2025-02-30"}}}, "2025-02-30")
    refused("/api/query", {"page": 7}, "page")
    refused("/api/query", {"page": "executive", "release": "x"}, "release")
    refused("/api/rows", {"page": "executive", "limit": 100000}, "1000")
    refused("/api/rows", {"page": "executive", "speciale": ""}, "special")
    refused("/api/rows", {"page": "executive", "special": "nothing"}, "nothing")
    refused("/api/explain", {"page": "executive", "visual": "x", "measure": "total_sales"}, "x", status=404)
    refused("/api/query", {"page": "executive", "release": 99}, "99", status=410)
    equal(server.ask("POST", "/api/query", "{}", {"Content-Type": "text/plain"})[0], 415, "no JSON")
    equal(server.ask("GET", "/api/members?dimension=shop")[0], 404, "unknown dimension")
    equal(server.ask("GET", "/api/members?dimension=store&limit=x")[0], 400, "bad limit")
    equal(server.ask("GET", "/api/customer/999999")[0], 404, "unknown customer")
    equal(server.ask("GET", "/api/csv/executive/nothing")[0], 404, "unknown visual")


def clients_that_leave(server):
    body = json.dumps({"page": "products", "state": {"filters": {"tier": ["Gold"], "segment": ["loyal"]}}}).encode()
    for _ in range(100):
        connection = server.connect()
        connection.sendall(b"POST /api/query HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                           + f"Content-Length: {len(body)}\r\n\r\n".encode() + body)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        connection.close()
    wait_until(lambda: server.metric("assay_connections") == 1, what="connections of clients that left are forgotten")
    equal(server.ask("GET", "/healthz")[0], 200, "afterwards")


with Server(sys.argv[1]) as running:
    for part in [not_http, too_large, path_tricks, bad_json, clients_that_leave, many_connections]:
        part(running)
    before = running.memory_kib()
    for _ in range(3):
        not_http(running)
        too_large(running)
        bad_json(running)
        clients_that_leave(running)
    grown = running.memory_kib() - before
    assert grown < 60_000, f"memory grew by {grown} KiB"
    slow_clients(running)
    equal(running.ask("GET", "/healthz")[0], 200, "at the end")
