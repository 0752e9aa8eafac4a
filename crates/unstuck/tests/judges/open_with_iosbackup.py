"""Opens an encrypted backup with iOSbackup and writes every file of it out.

usage: open_with_iosbackup.py BACKUP PASSWORD OUT

Prints a JSON object a file: domain, path, and where its content lies now.
"""

import json
import os
import sys

from iOSbackup import iOSbackup

backup_folder, password, out = sys.argv[1:]
root, udid = os.path.split(backup_folder)
backup = iOSbackup(udid=udid, cleartextpassword=password, backuproot=root)
for entry in backup.getBackupFilesList():
    if entry["flags"] != 1:
        continue
    row = backup.getFileManifestDBEntry(fileNameHash=entry["fileID"])
    _, content = backup.getFileDecryptedData(entry["fileID"], row["manifest"])
    file = os.path.join(out, entry["fileID"])
    with open(file, "wb") as writer:
        writer.write(content or b"")
    print(json.dumps({"domain": entry["domain"], "path": entry["name"], "file": file}))
