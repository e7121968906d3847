#!/usr/bin/env bash
# On a terminal `assay demo` ends by serving its pages, in a browser where there is one, until Ctrl-C; in a pipe, or with --no-serve, it ends with the figures.
. "$(dirname "$0")/../lib.sh"
need_command python3
cat >terminal.py <<'PYTHON'
"""terminal.py SECONDS COMMAND...: runs it on a terminal of its own, asks the address of its READY line, presses Ctrl-C; prints all."""
import os, pty, re, sys, time, urllib.request

pid, terminal = pty.fork()
if pid == 0:
    os.execv(sys.argv[2], sys.argv[2:])
text, end, pressed = b"", time.monotonic() + float(sys.argv[1]), False
while time.monotonic() < end:
    try:
        piece = os.read(terminal, 65536)
    except OSError:
        break
    text += piece
    ready = re.search(rb"READY url=(\S+) release=1 errors=0\r\n", text)
    if ready and not pressed:
        page = urllib.request.urlopen(ready[1].decode(), timeout=10).read()
        text += b"page has " + (b"a script" if b"<script" in page else b"no script") + b"\r\n"
        os.write(terminal, b"\x03")
        pressed = True
_, status = os.waitpid(pid, 0)
sys.stdout.buffer.write(text.replace(b"\r\n", b"\n"))
print("ended with", os.waitstatus_to_exitcode(status))
PYTHON
# A browser that writes down what it is asked to open.
PATH=$work/browser:$PATH
mkdir browser && printf '#!/bin/sh\necho "$1" >>"%s/opened"\n' "$work" >browser/xdg-open && chmod +x browser/xdg-open
python3 terminal.py 40 "$assay" demo --into shop >served
expect_contains "$(cat served)" "177,660.00"
expect_contains "$(cat served)" "page has a script"
expect_contains "$(cat served)" "ended with 0"
for ((i = 0; i < 50; ++i)); do [[ -s opened ]] && break || sleep 0.1; done
[[ "READY url=$(cat opened) release=1 errors=0" == "$(grep READY served)" ]] || fail "the browser opened $(cat opened), not the address shown"
python3 terminal.py 40 "$assay" demo --into shop --no-serve >unserved
expect_contains "$(cat unserved)" "ended with 0"
[[ $(wc -l <opened) == 1 ]] || fail "a browser was opened although --no-serve was given"
[[ $(cat unserved) != *READY* ]] || fail "it serves although --no-serve was given"
"$assay" demo --into shop >piped 2>&1 </dev/null
[[ $(cat piped) != *READY* ]] || fail "it serves although its output is no terminal"
