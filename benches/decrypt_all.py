"""Takes everything out of an encrypted backup with iphone_backup_decrypt, the fastest way it has.

usage: decrypt_all.py BACKUP PASSWORD OUT
"""

import sys

from iphone_backup_decrypt import EncryptedBackup

backup_folder, password, out = sys.argv[1:]
backup = EncryptedBackup(backup_directory=backup_folder, passphrase=password)
backup.extract_files(
    domain_like="%", output_folder=out, preserve_folders=True, domain_subfolders=True
)
