"""Opens an encrypted backup with iphone_backup_decrypt and writes every file of it out.

usage: open_backup.py BACKUP PASSWORD OUT

Prints a JSON object a file: domain, path, and where its content lies now.
"""

import json
import os
import sqlite3
import sys

from iphone_backup_decrypt import EncryptedBackup

backup_folder, password, out = sys.argv[1:]
backup = EncryptedBackup(backup_directory=backup_folder, passphrase=password)
os.makedirs(out, exist_ok=True)
database = os.path.join(out, "Manifest.db")
backup.save_manifest_file(database)
with sqlite3.connect(database) as manifest:
    rows = manifest.execute("SELECT domain, relativePath FROM Files WHERE flags = 1").fetchall()
for number, (domain, path) in enumerate(rows):
    content = os.path.join(out, str(number))
    with open(content, "wb") as file:
        file.write(backup.extract_file_as_bytes(path, domain_like=domain))
    print(json.dumps({"domain": domain, "path": path, "file": content}))
