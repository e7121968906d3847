"""SIGTERM: running requests are answered, idle connections closed, the exit code is 0; a second server can take the port."""
import json
import signal
import sys
import threading
import time

from assay_server import Server, equal, get, read_all, read_some, status_in

project = sys.argv[1]

for number in (signal.SIGTERM, signal.SIGINT):
    with Server(project) as server:
        idle = server.connect()
        idle.sendall(get())
        equal(status_in(read_some(idle)), 200, "before")
        half = server.connect()
        half.sendall(b"GET /healthz HTTP/1.1\r\nHo")
        answers = []

        def work():
            for customer in range(200):
                try:
                    answers.append(server.ask("POST", "/api/query", {"page": "products", "state": {"filters": {"customer": [str(customer)]}}})[0])
                except OSError:
                    return

        threads = [threading.Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        time.sleep(0.3)
        started = time.monotonic()
        server.process.send_signal(number)
        equal(server.process.wait(15), 0, "exit code")
        assert time.monotonic() - started < 10, "it took too long"
        for thread in threads:
            thread.join(10)
        equal(set(answers), {200}, "answers")
        equal(read_all(idle), b"", "the idle connection is closed")
        equal(read_all(half), b"", "the half request is closed")
        equal(server.process.stdout.read(), "", "one line on stdout")

with Server(project) as server:
    port = server.port
with Server(project, "--port", str(port)) as server:
    equal(server.port, port, "the same port again")
    again = json.dumps(server.ready)
    try:
        Server(project, "--port", str(port), log="taken.log")
        raise SystemExit(f"two servers on one port: {again}")
    except AssertionError as refused:
        assert "--port" in str(refused), refused
