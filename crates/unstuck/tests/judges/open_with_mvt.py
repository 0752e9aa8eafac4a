"""Opens an encrypted backup with MVT and writes every file of it out.

usage: open_with_mvt.py BACKUP PASSWORD OUT

Prints a JSON object a file: domain, path, and where its content lies now.
"""

import json
import os
import sqlite3
import subprocess
import sys

backup_folder, password, out = sys.argv[1:]
program = os.path.join(os.path.dirname(sys.executable), "mvt-ios")
# The first of these keeps it from asking the network for a newer version of itself.
command = [program, "--disable-update-check", "decrypt-backup", "-d", out, backup_folder]
environment = {**os.environ, "MVT_IOS_BACKUP_PASSWORD": password}
subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
with sqlite3.connect(os.path.join(out, "Manifest.db")) as manifest:
    rows = manifest.execute("SELECT fileID, domain, relativePath FROM Files WHERE flags = 1")
    for name, domain, path in rows:
        content = os.path.join(out, name[:2], name)
        print(json.dumps({"domain": domain, "path": path, "file": content}))
