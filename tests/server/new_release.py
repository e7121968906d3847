"""A run publishes while the server is up: pages go on with their release, the newest one is offered, older ones are gone with 410."""
import glob
import os
import pathlib
import subprocess
import sys
import threading

from assay_server import Server, equal, wait_until

project = pathlib.Path(sys.argv[1])


def run(*options):
    return subprocess.run([os.environ["ASSAY"], "-C", project, "run", *options], capture_output=True, text=True)


def add_sale(number):
    (project / f"data/sales-{number}.csv").write_text(f"sale_id,sold_on,customer_id,product_id,quantity,price\n{number},2025-03-28,1,1,1,10.00\n")


def total(server, **more):
    answer = server.json("POST", "/api/query", {"page": "executive", "visuals": ["total_sales"], **more})
    return answer["release"], float(answer["visuals"]["total_sales"]["values"]["total_sales"])


def asks_all_the_time(server, stop, problems):
    while not stop.is_set():
        status, _, text = server.ask("POST", "/api/query", {"page": "executive"})
        if status != 200:
            problems.append((status, text[:300]))


with Server(project) as server:
    first, sales = total(server)
    equal(first, 1, "release")
    stop, problems = threading.Event(), []
    thread = threading.Thread(target=asks_all_the_time, args=(server, stop, problems))
    thread.start()
    for release in (2, 3):
        add_sale(1000 + release)
        done = run()
        equal(done.returncode, 0, done.stderr)
        wait_until(lambda: server.json("GET", "/api/release")["release"] == release, what=f"release {release} is served")
        equal(total(server), (release, sales + 10 * (release - 1)), "the newest")
        equal(total(server, release=release - 1), (release - 1, sales + 10 * (release - 2)), "the one before is kept")
    stop.set()
    thread.join()
    equal(problems, [], "nobody noticed")
    equal(server.ask("POST", "/api/query", {"page": "executive", "release": 1})[0], 410, "an older one is gone")
    equal(server.json("GET", "/api/release")["last_run"]["status"], "released", "last run")

    assert sorted(os.path.basename(path) for path in glob.glob(f"{project}/.assay/images/*")) == ["release-2.image", "release-3.image"]
    (project / "data/broken.csv").write_text("sale_id,sold_on\n")
    (project / "data/sales-9.csv").write_text("sale_id,sold_on,customer_id,product_id,quantity,price\n" + "".join(
        f"{i},2025-03-28,77{i},1,1,1.00\n" for i in range(5000, 5400)))
    done = run()
    assert done.returncode != 0, "400 sales to unknown customers passed the gate"
    wait_until(lambda: server.json("GET", "/api/release")["last_run"]["status"] in ("stopped", "failed"), what="the failing run is told")
    assert server.json("GET", "/api/release")["last_run"]["message"], "why it failed"
    equal(total(server)[0], 3, "the shown figures stay")

image = project / ".assay/images/release-3.image"
good = image.read_bytes()
for i, damage in enumerate((good[: len(good) // 2], good[:100] + bytes(len(good) - 100), b"")):
    image.write_bytes(damage)
    log = f"damaged-{i}.log"
    with Server(project, "--access-log", "-", log=log) as server:
        equal(total(server), (3, sales + 20), "from a damaged image")
    equal(image.read_bytes(), good, "the image is whole again")
    noted = open(log).read()
    assert noted.count("the image of release 3 is built anew") == 1, f"not logged: {noted}"

for path in glob.glob(f"{project}/lake/gold/fact_sales/**/*.parquet", recursive=True):
    os.rename(path, path + ".away")
done = subprocess.run([os.environ["ASSAY"], "-C", project, "serve", "--port", "0", "--no-open"], capture_output=True, text=True, timeout=60)
assert done.returncode != 0 and "gold.fact_sales" in done.stderr or "Cannot" in done.stderr, done
