"""Seconds per step of a peer, printed as one line of JSON, as `assay run --json` gives them in its field `steps`."""
import contextlib
import json
import time


class Steps:
    def __init__(self):
        self.steps = []

    @contextlib.contextmanager
    def __call__(self, name):
        start = time.monotonic()
        yield
        self.steps.append({"step": name, "seconds": round(time.monotonic() - start, 3)})

    def report(self):
        print(json.dumps({"steps": self.steps}))
