"""Who may read what: login, cookies, CSRF, tokens, views, rules of starting, TLS."""
import json
import os
import subprocess
import sys

from assay_server import Server, equal

project = sys.argv[1]


def assay(*words, given=""):
    return subprocess.run([os.environ["ASSAY"], "-C", project, *words], input=given, capture_output=True, text=True, timeout=60)


def refused(*options):
    done = assay("serve", "--port", "0", "--no-open", *options)
    equal(done.returncode, 3, f"serve {options}: {done.stderr}")
    equal(done.stdout, "", "no READY line")
    return done.stderr


def rules():
    assert "--tls-cert" in refused("--host", "0.0.0.0")
    assert "assay users add" in refused("--host", "0.0.0.0", "--behind-proxy")
    assert "assay users add" in refused("--behind-proxy")
    assert "go together" in refused("--tls-cert", "x.pem")
    assert "address" in refused("--host", "no-address")
    assert "no.pem" in refused("--tls-cert", "no.pem", "--tls-key", "no.pem")


def without_users(server):
    session = server.json("GET", "/api/session")
    equal((session["user"], session["needs_login"]), (None, False), "session")
    equal(server.ask("GET", "/api/pages")[0], 200, "pages")
    equal(server.ask("POST", "/api/views", {"name": "x", "url": "/"})[0], 403, "CSRF")
    view = server.json("POST", "/api/views", {"name": "x", "url": "/?tier=Gold"}, {"X-CSRF-Token": session["csrf"]}, wanted=201)
    equal(server.json("GET", "/api/views")["views"], [view], "views")
    equal(server.ask("POST", "/api/views", {"name": "y", "url": "//evil.example"}, {"X-CSRF-Token": session["csrf"]})[0], 400, "foreign url")


def users():
    equal(assay("users", "add", "ana", given="correct horse battery\n").returncode, 0, "add")
    equal(assay("users", "add", "ana", given="correct horse battery\n").returncode, 5, "add again")
    equal(assay("users", "add", "Bad Name", given="correct horse battery\n").returncode, 3, "bad name")
    equal(assay("users", "add", "bob", given="short\n").returncode, 3, "short password")
    made = json.loads(assay("--json", "users", "add", "bob", "--generate").stdout)
    assert len(made["password"]) == 23, made
    equal([user["user"] for user in json.loads(assay("--json", "users", "list").stdout)], ["ana", "bob"], "list")
    equal(os.stat(f"{project}/.assay/users.db").st_mode & 0o777, 0o600, "mode of the database")
    return made["password"]


def login(server, user, password, wanted=200):
    status, headers, text = server.ask("POST", "/api/login", {"user": user, "password": password})
    equal(status, wanted, f"login of {user}: {text}")
    return headers.get("Set-Cookie", ""), json.loads(text)


def with_users(server, bob_password):
    for path in ["/api/pages", "/api/release", "/api/views", "/api/tokens", "/api/members?dimension=tier", "/api/customer/1",
                 "/api/csv/executive/sales_by_date", "/metrics"]:
        equal(server.ask("GET", path)[0], 401, path)
    for path in ["/api/query", "/api/rows", "/api/explain", "/api/views", "/api/tokens"]:
        equal(server.ask("POST", path, {})[0], 401, path)
    for path in ["/", "/login", "/stores", "/healthz", "/api/session"]:
        equal(server.ask("GET", path)[0], 200, path)
    equal(login(server, "ana", "wrong", 401)[1], login(server, "nobody", "wrong", 401)[1], "unknown user and wrong password")
    cookie, answer = login(server, "ana", "correct horse battery")
    for part in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=2592000"]:
        assert part in cookie, cookie
    ana = {"Cookie": cookie.split(";")[0]}
    changing = {**ana, "X-CSRF-Token": answer["csrf"]}
    equal(server.json("GET", "/api/session", headers=ana)["user"], "ana", "session")
    equal(server.ask("GET", "/api/pages", headers=ana)[0], 200, "pages")
    equal(server.ask("POST", "/api/query", {"page": "executive"}, ana)[0], 200, "query")
    equal(server.ask("POST", "/api/tokens", {"name": "excel"}, ana)[0], 403, "CSRF")
    equal(server.ask("POST", "/api/tokens", {"name": "excel"}, {**changing, "Origin": "https://evil.example"})[0], 403, "foreign origin")

    token = server.json("POST", "/api/tokens", {"name": "excel"}, changing, wanted=201)
    csv = f"/api/csv/executive/sales_by_date?token={token['token']}"
    equal(server.ask("GET", csv)[0], 200, "CSV with a token")
    equal(server.ask("GET", "/metrics", headers={"Authorization": f"Bearer {token['token']}"})[0], 200, "metrics with a token")
    equal(server.ask("GET", f"/api/pages?token={token['token']}")[0], 401, "a token opens CSV and metrics only")
    assert "token" not in server.json("GET", "/api/tokens", headers=ana)["tokens"][0]
    equal(server.ask("DELETE", f"/api/tokens/{token['id']}", headers=changing)[0], 204, "revoke")
    equal(server.ask("GET", csv)[0], 401, "revoked")

    view = server.json("POST", "/api/views", {"name": "Ours", "url": "/stores", "shared": True}, changing, wanted=201)
    bob_cookie, bob_answer = login(server, "bob", bob_password)
    bob = {"Cookie": bob_cookie.split(";")[0], "X-CSRF-Token": bob_answer["csrf"]}
    equal([(v["name"], v["mine"]) for v in server.json("GET", "/api/views", headers=bob)["views"]], [("Ours", False)], "shared views")
    equal(server.ask("DELETE", f"/api/views/{view['id']}", headers=bob)[0], 404, "another's view")
    equal(server.ask("DELETE", f"/api/views/{view['id']}", headers={**bob, "X-CSRF-Token": answer["csrf"]})[0], 403, "another's CSRF token")
    equal(server.json("POST", f"/api/views/{view['id']}", {"start": True}, changing)["start"], True, "start page")

    equal(server.ask("POST", "/api/logout", {}, changing)[0], 204, "logout")
    equal(server.ask("GET", "/api/pages", headers=ana)[0], 401, "after logout")
    equal(assay("users", "reset", "bob", given="another long password\n").returncode, 0, "reset")
    equal(server.ask("GET", "/api/pages", headers=bob)[0], 401, "after reset")
    for _ in range(9):
        login(server, "bob", "wrong", 401)
    status, headers, _ = server.ask("POST", "/api/login", {"user": "bob", "password": "another long password"})
    if status == 200:  # the login before counted as right and forgot the earlier ones
        for _ in range(10):
            login(server, "bob", "wrong", 401)
        status, headers, _ = server.ask("POST", "/api/login", {"user": "bob", "password": "another long password"})
    equal(status, 429, "too many logins")
    assert int(headers["Retry-After"]) > 0
    equal(assay("users", "remove", "bob").returncode, 0, "remove")


def over_tls():
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "key.pem", "-out", "cert.pem", "-days", "2", "-subj",
                    "/CN=localhost"], check=True, capture_output=True)
    with Server(project, "--host", "0.0.0.0", "--tls-cert", "cert.pem", "--tls-key", "key.pem", log="tls.log") as server:
        equal(server.scheme, "https", "scheme")
        equal(server.ask("GET", "/healthz")[0], 200, "over TLS")
        equal(server.ask("GET", "/api/pages")[0], 401, "login needed")
        cookie, _ = login(server, "ana", "correct horse battery")
        assert "; Secure" in cookie, cookie
        equal(server.ask("GET", "/api/pages", headers={"Cookie": cookie.split(";")[0]})[0], 200, "pages over TLS")
        equal(server.status_of(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"), 0, "plain HTTP on the TLS port")
        old = subprocess.run(["openssl", "s_client", "-tls1_1", "-connect", f"127.0.0.1:{server.port}"], stdin=subprocess.DEVNULL, capture_output=True)
        assert old.returncode != 0, "TLS 1.1 was accepted"
        equal(server.ask("GET", "/healthz")[0], 200, "afterwards")


def behind_proxy():
    with Server(project, "--behind-proxy", log="proxy.log") as server:
        headers = {"Host": "shop.example", "X-Forwarded-For": "192.0.2.7, 198.51.100.9"}
        equal(server.ask("GET", "/healthz", headers=headers)[0], 200, "another host name")
        equal(server.ask("GET", "/api/pages", headers=headers)[0], 401, "login needed")
        status, answered, _ = server.ask("POST", "/api/login", {"user": "ana", "password": "correct horse battery"}, headers)
        equal(status, 200, "login")
        assert "; Secure" in answered["Set-Cookie"]


rules()
with Server(project, log="guard.log") as running:
    without_users(running)
    generated = users()
    with_users(running, generated)
over_tls()
behind_proxy()
log = open("guard.log").read()
for personal in ["ana", "bob", "correct horse", "127.0.0.1", "token="]:
    assert personal not in log, f"the access log holds {personal!r}"
assert " GET /api/csv/{page}/{visual} 200 " in log, log[:500]
