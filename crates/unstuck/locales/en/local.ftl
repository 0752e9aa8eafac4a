# What commands without an iPhone say: versions, files, passwords, rehearsals, simulated iPhones.

## Amounts
amount-entries = { $count ->
    [one] { $count } entry
   *[other] { $count } entries
}
amount-links = { $count ->
    [one] { $count } link
   *[other] { $count } links
}
amount-folders = { $count ->
    [one] { $count } folder
   *[other] { $count } folders
}
amount-others = { $count ->
    [one] { $count } folder or link
   *[other] { $count } folders and links
}
amount-versions = { $count ->
    [one] { $count } version
   *[other] { $count } versions
}
amount-things = { $count ->
    [one] { $count } thing
   *[other] { $count } things
}
amount-are = { $count ->
    [one] { $count } is
   *[other] { $count } are
}
row-of = { $id }  { $row }
copied-how = { $what } ({ $size }), { $how }

## Versions
soundness-proven = proven
soundness-last = last { $on }
soundness-damaged = DAMAGED: { $what }
soundness-unproven = not proven: no seal
soundness-adopted = taken in from { $path }
versions-none = { $path } holds no versions.
show-encrypted = { $name }, iOS { $version }, encrypted
show-plain = { $name }, iOS { $version }, not encrypted
show-row = { $count ->
    [one] { $size }  { $count } file   { $domain }
   *[other] { $size }  { $count } files  { $domain }
}
show-damaged = The list is damaged: { $fault }. See `unstuck verify`.
compare-row = { $count } added { $number } changed { $total } removed  { $size }  { $domain }
compare-total = { $count } added { $number } changed { $total } removed  { $size }  in all; { $same } the same
compare-damaged = A list is damaged: { $fault }. See `unstuck verify`.
change-added = added
change-removed = removed
change-changed = changed
plan-goes = goes
prune-last = stays (last)
prune-daily = stays (daily)
prune-weekly = stays (weekly)
prune-monthly = stays (monthly)
prune-good = stays (last-good)
prune-unknown = stays (unknown)
prune-to-go = To go: { $count } of { $what }.
prune-removed = { $count ->
    [one] { $count } version was removed, { $number } left.
   *[other] { $count } versions were removed, { $number } left.
}
prune-ask = Remove { $what } for good?
adopt-as = Taken in as version { $version }
adopt-reflink = sharing its blocks on the disk
adopt-copied = copied and compared byte by byte
adopt-untouched = The original was not touched: { $path }
adopt-whose = It is not known which iPhone this is a backup of.
adopt-whose-why = Neither the folder's name nor Manifest.plist says so.
adopt-whose-next = Name the folder by the UDID of the iPhone, as the program that made it did.
adopt-own = This backup lies in Unstuck's own place already.
adopt-unsound = This backup is not sound, so it was not taken in.
adopt-rules = Rules that found something: { $list }.
adopt-why = See why with: unstuck verify { $path }
export-compared = { $what } ({ $size }), each compared with the seal of version { $version }
export-finder = In Finder, choose the iPhone, then Restore Backup; the list shows it.
export-itunes = In iTunes or Apple Devices, choose Restore Backup.
export-where = Where to is not said.
export-where-next = Name the folder in which the other program keeps its backups.
export-two = Two versions are named, or two folders.
export-among = The target lies among Unstuck's own versions.
export-among-next = Choose the folder of the other program with --to DIR.
export-there = There is a backup of this iPhone in the target already.
export-there-why = Nothing that is there is replaced.
export-there-next = Move it away, or choose another folder with --to DIR.
export-damaged = This version is damaged, so it was not given away.
export-damaged-next = See what is damaged with: unstuck versions scrub
scrub-whole = { $what } read ({ $files }, { $size }): { $same } as sealed.
scrub-damaged = { $what } read ({ $files }, { $size }): { $same } as sealed, { $which } DAMAGED; the files are named above.
scrub-more = Not everything was read; the next scrub goes on there.
scrub-next = make a new backup now, and check the disk.
finish-moving = { $path } was cut off while its files were being put in place.
finish-removing = { $path } was cut off while obsolete files were being cleared away.
finish-plan = The plan, on a copy; the original stays as it is:
finish-copy = copy the backup
finish-put = put { $what } ({ $size }) from Snapshot in place
finish-remove = remove files that the list does not name
finish-note = note in Status.plist that the run is finished
finish-verify = verify the result; if it does not hold, the copy goes again
finish-done = { $what } put in place, { $more } removed
finish-obsolete = { $count ->
    [one] { $count } obsolete one
   *[other] { $count } obsolete ones
}
finish-not-held = The copy did not hold and was removed again.
finish-undo = The original was not touched; to undo this, delete the copy.
finish-none = Nothing was done. To do it: unstuck versions finish FOLDER --to DIR --yes
finish-not = This backup is not one that can be finished without the iPhone.
finish-not-why = Only one that was cut off after all files had arrived can be.
finish-not-see = See what it is with: unstuck verify FOLDER
finish-not-next = With the iPhone at hand, run the backup again: it goes on where it stopped.
finish-in-itself = The copy would lie in the backup itself.
finish-failed = The backup could not be finished.
finish-failed-why = The original was not touched, the copy is removed.
work-end = The work did not come to an end.
damaged-good = { $version }, { $path }: { $what } a good copy is in version { $id }
damaged-none = { $version }, { $path }: { $what } no other version has it

## Files
files-sum = { $what } ({ $size }), { $others }.
files-damaged = The list of the backup is damaged: { $fault }. Found all the same: { $what }, lost: at least { $more }; see `unstuck verify`.
extract-sum = { $what } ({ $size }), { $links } and { $folders }
extract-sum-there = { $what } ({ $size }), { $links } and { $folders }; there already: { $more }
extract-renamed = { $count ->
    [one] { $count } file has another name than on the iPhone
   *[other] { $count } files have another name than on the iPhone
}
extract-lost = { $what } could not be taken out as on the iPhone; what is known is named above
extract-damaged = The list of the backup is damaged: { $fault }
extract-inside = The target lies in the backup.
extract-inside-why = Nothing is ever written into a backup.
extract-inside-next = Choose a folder somewhere else with --to DIR.
extract-again = What was taken out so far is whole; run it again to go on.
extract-lies = { $name } lies at { $path }
filter-bad = The pattern cannot be understood.
filter-bad-next = `*.jpg` finds names, `Media/DCIM/**` paths; put it in quotes.
work-trying-some = trying the password, some seconds
work-trying = trying the password
work-opening = opening the backup
work-taking-out = taking out
work-taking-in = taking it in
work-copying = copying
work-proving = proving and copying
work-reading-again = reading versions again
work-lists = reading the lists
work-list = checking the list of files
work-there = looking what is there
work-every = reading every file

## The backup that is meant
source-none = There is no backup here.
source-none-why = { $path } holds neither Manifest.plist nor Status.plist.
source-none-next = Name the folder that holds Manifest.plist; its name is the iPhone's UDID.
source-none-list = `unstuck versions list` shows what Unstuck keeps.
source-password = The backup is encrypted, and its password is needed.
source-password-why = Without it not even the names of its files can be read.
source-wrong = The password is not the one this backup was made with.
source-wrong-why = That is no damage: the backup itself may be perfectly well.
source-wrong-next = Try the password that was in force when the backup was made.
source-wrong-which = See which versions a password opens with: unstuck password rehearse
source-no-backup = There is no backup in this folder.
source-old = The backup was made by iOS 4 or older.
source-old-why = Unstuck reads backups of iOS 5 and newer.
source-closed = The backup cannot be opened.
source-closed-next = See what is wrong with: unstuck verify { $path }
secret-ask = Backup password
secret-ask-check = Backup password (empty to check without)

## Trying a password
rehearse-opens = opens
rehearse-closed = does NOT open with this password
rehearse-plain = is not encrypted: it opens without one
rehearse-damaged = has damaged keys; see `unstuck verify`
rehearse-remembered = The password is in the system's keyring now.
rehearse-forgotten = The password is in the system's keyring no more.
rehearse-nothing = The password opens nothing here, so it was not remembered.
rehearse-whose = Which iPhone's password?
rehearse-whose-next = Say so with --device UDID.
rehearse-none = There are no versions to try a password on.
rehearse-none-next = Name a backup folder: unstuck password rehearse FOLDER
rehearse-ask = Backup password to try
rehearse-needed = The backup password to try is needed.
lost-if = If the password is lost:
lost-nobody = It cannot be taken out of a backup or reset there, by nobody.
lost-others = Try others: an earlier one, that of an earlier iPhone, the passcode, the Apple Account's.
lost-mac = A Mac may hold it: Keychain Access, search for `iPhone Backup`.
lost-new = New backups can have a new password: on the iPhone, Settings, General, Transfer or Reset iPhone, Reset, Reset All Settings.
lost-costs = That keeps all data and apps, and costs settings, Wi-Fi passwords and the passcode's cards in Wallet.
lost-stay = Backups made before stay locked with the old password: keep them, it may come back to mind.

## Rehearsing a restore
drill-begin = Rehearsing: the backup goes to a simulated iPhone, no real one is touched.
drill-well = The rehearsal went well: this backup can be restored.
drill-wrong = The rehearsal found { $what } wrong.
drill-restored = Restored  { $what }, { $size }, { $folders }, { $links }, in { $time }
drill-digests = { $count ->
    [one] Digests   { $count } agrees with { $which }
   *[other] Digests   { $count } agree with { $which }
}
drill-seal = the seal of the version
drill-disk = the files on disk, read once more
drill-other = { $path }: other bytes
drill-not-sealed = { $count ->
    [one] { $count } file is not in the seal
   *[other] { $count } files are not in the seal
}
drill-next = Restore another version; prove this one: unstuck verify
drill-unread = The digests were not compared.
drill-no-seal = The seal of this version cannot be used.
drill-no-seal-next = Prove the version with: unstuck verify
restore-not-whole = The backup is not whole: { $what }.

## Simulated iPhones
simulated-at = Simulated: { $name } at { $address }
simulated-use = Use it with: { $address }
simulated-restored = Restored: { $id }, { $list }
simulated-after = { $count ->
    [one] as it was after { $count } backup
   *[other] as it was after { $count } backups
}
simulated-never = content it never had itself
simulated-exact = every byte as expected
simulated-not = { $what } not as expected: { $faults }
simulated-failed = The simulated iPhone cannot be served.
simulated-failed-next = Choose another address with --listen.

## What is remembered
keyring-no = The system's keyring did not take part.
keyring-nothing = Nothing was remembered or forgotten.
keyring-linux = On Linux a keyring such as GNOME Keyring or KWallet must run and be unlocked.
keyring-without = Without one, keep the password in a file and name it in UNSTUCK_PASSWORD_FILE.

## What an option takes
takes-number = a number between 0.01 and 1000
takes-size = a number and B, KB, MB, GB or TB
takes-such = a number, such as 20MB
takes-date = a date such as 2024-01-31

## Faults of lists
fault-no-db = there is no Manifest.db
fault-not-file = Manifest.db is not a regular file
fault-empty = Manifest.db is empty
fault-cut = Manifest.db has { $count } bytes, which no encrypted file has
fault-begin = Manifest.db does not begin like a database
fault-end = the end of Manifest.db is missing or altered
fault-inside = Manifest.db is damaged inside: { $why }
fault-unread = Manifest.db cannot be read: { $why }
fault-mbdb = Manifest.mbdb does not begin like a list of files
fault-mbdb-cut = Manifest.mbdb breaks off in the entry at byte { $count }
fault-stopped = stopped on request
fault-library = the database library failed: { $why }

## Single findings of the verifier
finding-of = { $subject }: { $which }
finding-backup = the backup
found-name = The name of the folder is not the identifier of a phone.
found-status = Status.plist cannot be used: { $fault }.
found-no-version = Status.plist names no version.
found-version = Status.plist names the version { $text }.
found-state = SnapshotState is { $text }.
found-snapshot = The folder Snapshot still has { $count } items in it.
found-plist-empty = Manifest.plist has 0 bytes, as a program leaves it that gave up.
found-plist = Manifest.plist cannot be used: { $fault }.
found-key = Manifest.plist has no usable { $name }.
found-other = { $names } name different phones.
found-no-bag = BackupKeyBag is missing.
found-bag = BackupKeyBag cannot be used: { $fault }.
found-bag-password = BackupKeyBag has no key that a password opens.
found-class = The key of protection class { $number } in BackupKeyBag is damaged.
found-no-manifest-key = ManifestKey is missing.
found-manifest-key = ManifestKey cannot be used: { $fault }.
found-no-db = Manifest.db is not there.
found-db-odd = Manifest.db is not a regular file.
found-db-empty = Manifest.db has 0 bytes.
found-db-cut = Manifest.db has { $count } bytes, so its end is missing.
found-padding = Manifest.db was stored without padding, as some tools do. It is whole.
found-tables = Its list of tables cannot be read.
found-row = Its row { $number } in the list is lost.
found-column = The column { $name } is missing.
found-db-version = Manifest.db has the version { $number }; phones write { $total }.
found-flags = Its flags are { $number }, not 1, 2 or 4.
found-record = Its record cannot be read: { $fault }.
found-record-empty = Its record is empty, as an unfinished run leaves it.
found-record-other = Its record is that of another path.
found-disagree = Row and record disagree on what it is.
found-size = Only files have a size, and this is none.
found-nowhere = It is a link that leads nowhere.
found-climbs = Its path leads out of the backup.
found-missing = Its content is not in the backup.
found-nothing = It is empty, and nothing is stored for it.
found-block = It has { $count } bytes, which no encrypted file has.
found-length = { $number } bytes are stored, and { $total } were to be expected.
found-own-key = Its key cannot be used: { $fault }.
found-content = Its content cannot be used: { $fault }.
found-digests = { $number } digests fit and { $total } do not: they seem to be made in another way than known, so nothing follows from them.
found-digest = It is not what its record's digest says.
found-page = Its first page makes no sense.
found-instead = It has { $number } bytes instead of { $total }.
found-orphan = No file in the list has this content of { $count } bytes.
found-folder-name = The folder should be named { $name }.
found-into = It belongs into the folder { $name }.
found-at = It belongs at { $path }.
found-named = It should be named { $name }.
found-no-part = It is not part of the backup.
found-irregular = It is not a regular file.
found-hollow = Its content is empty instead of { $count } bytes.
found-lower = The same name in lower case is there too: { $name }.
found-info = Info.plist cannot be used: { $fault }.
found-info-whose = Info.plist does not say whose backup this is.
found-apart = Status.plist and Manifest.plist are { $count } days apart.
found-free = { $count } MB are free on this disk.
found-unread = It cannot be read: { $why }.
found-twice = Read twice, it was not the same both times.
found-permission = This computer does not let Unstuck read it; a permission is missing.
found-before = { $count } files of the backup before are missing.
found-seal = The seal itself cannot be trusted: { $fault }.
found-added = { $count } files were added since, this is the first.
found-gone = It was there when the backup was proven, and is gone.
found-longer = It has another length than when it was proven.
found-changed = Its content is not what was proven.

## What the scenarios are
scenario-agent-dies-at-manifest = The backup service dies each time before it sends its list of files, as one does that needs more memory than it gets.
scenario-agent-dies-once = The backup service on the phone dies in the middle of a file, once.
scenario-backup-service-forbidden = A profile on the phone forbids backups.
scenario-backup-service-taken = Another program uses the backup service of the phone.
scenario-battery-gone = The battery of the phone is empty in the middle of the upload.
scenario-broken-files = Files break off in the middle, each with another error of the phone.
scenario-cancelled = The owner cancels on the phone in the middle of the upload.
scenario-claims-4-gigabytes = A block claims to be four gigabytes long, in every connection.
scenario-closed-before-response = The connection is closed just before the last word of the phone.
scenario-demonstration = The phone wants its passcode, the owner types it after three seconds, and the cable slips out once and is put back.
scenario-disconnects = The phone says goodbye in the middle of the upload, once, with a reason.
scenario-disk-full = The phone wants to send more than the disk can take, asks for room to be made, and ends with error 105.
scenario-duplicates = Every tenth file comes twice in a row.
scenario-empty-batches = Before each batch comes one without files.
scenario-encrypted = A phone whose backups are encrypted; the password is "simulated".
scenario-error-104 = The phone cannot read some of its files and ends with error 104 after the upload.
scenario-error-105 = The phone ends at once with error 105: no room on the host.
scenario-error-205 = The phone takes the existing backup for damaged and ends with error 205.
scenario-error-207 = The phone takes the backup password for wrong and ends with error 207.
scenario-error-208 = The phone is locked and ends with error 208.
scenario-error-211 = Find My is on and the phone ends with error 211, as it does in a restore.
scenario-folders-in-the-way = Where files are to be moved to, folders stand.
scenario-garbage = In the middle of the upload come bytes that mean nothing, once.
scenario-growing = A phone that is used between backups: 2 % of its files change, some come, some go.
scenario-healthy = Everything goes well: a trusted phone with a few hundred files, no password, no passcode sheet.
scenario-hostile-paths = The phone tries every verb on paths that lead out of its folder, then makes a backup.
scenario-huge-blocks = Blocks of four megabytes, a hundred times what phones send.
scenario-left-out-files = Files the phone cannot even open do not appear in the upload at all.
scenario-lockdown-nonsense = lockdown on the phone answers what makes no sense.
scenario-lockdown-silent = lockdown on the phone never answers.
scenario-lockdown-silent-once = lockdown on the phone does not answer once.
scenario-locked = The phone was started and never unlocked: its services refuse.
scenario-locks-and-opens = The connection breaks, the phone is locked as after a restart, and its owner unlocks it after 90 seconds.
scenario-no-progress = No message of the phone says how far it is.
scenario-notifications-die = The notification proxy of the phone dies at once; the backup goes on without.
scenario-odd-ends = Files end with code 0x0B and no text after all of their data, as some phones do: that is no error.
scenario-one-file-batches = Every file comes in a batch of its own.
scenario-passcode-dismissed = The passcode sheet comes up and is dismissed: the phone ends with error 208.
scenario-passcode-late = The passcode sheet comes up and is answered after three minutes.
scenario-passcode-never = The passcode sheet comes up and nobody answers: the phone gives up after half an hour with error 208.
scenario-phone-full = The phone has no room left to prepare a backup and ends with error 106.
scenario-quiet-scan-logged = The phone looks through itself for ten minutes; only its log shows that it is alive.
scenario-quiet-scan-silent = The phone looks through itself for ten minutes without a word anywhere.
scenario-repeats-for-ever = The phone sends the same file again and again.
scenario-same-point-loop = The cable slips out at the same file each time.
scenario-screen-locks = The screen of the phone locks in the middle of the upload; the backup goes on.
scenario-session-restarts = The phone ends each session before the first file and begins a new one.
scenario-silence-before-response = Everything is done, and the last word never comes.
scenario-silence-for-a-while = In the middle of a file nothing comes for 40 seconds, then it goes on.
scenario-silence-for-ever = In the middle of one file nothing comes any more, in every connection again.
scenario-silence-in-moving = While files are moved the phone falls silent for ever, once.
scenario-silence-in-scan = The phone looks through itself and never says anything again.
scenario-slow-link = A slow connection: 100 KB a second.
scenario-slow-thinking = The phone thinks for 20 seconds before each batch of files.
scenario-slow-tidying = After the upload the phone pauses for 90 seconds before each move and removal.
scenario-snapshot-left-over = A snapshot that an interrupted backup left on the phone is in the way: error 3.
scenario-sync-lock-held = Another program holds the sync lock and does not let go.
scenario-sync-lock-held-for-a-while = Another program holds the sync lock for a minute.
scenario-three-phones-one-refuses = Three phones are attached; the second ends with error 205, the others are well.
scenario-tiny-blocks = Every byte of a file comes in a block of its own.
scenario-tls-breaks = In the middle of the upload comes what is no TLS, once.
scenario-tls-refused = The phone breaks TLS off.
scenario-tls-silent = TLS with the phone never finishes.
scenario-trickle = Bytes come for ever, 50 a second.
scenario-trust-late = The phone does not know this computer; its owner taps Trust after 30 seconds.
scenario-trust-lost = The phone does not know this computer any more; its owner taps Trust again.
scenario-trust-never = The phone does not know this computer and nobody answers the Trust dialog.
scenario-trust-refused = The phone does not know this computer and its owner taps Don't Trust.
scenario-two-phones = Two phones are attached at once.
scenario-unplugged-and-back = The cable is pulled in the middle of a file and put back after 20 seconds.
scenario-unplugged-for-good = The cable is pulled in the middle of a file and stays out.
scenario-unplugged-in-folders = The cable is pulled while folders are made and put back after 20 seconds.
scenario-unplugged-in-manifest = The cable is pulled while the list of files is sent and put back after 20 seconds.
scenario-unplugged-in-moving = The cable is pulled while files are moved and put back after 20 seconds.
scenario-unplugged-in-recheck = The cable is pulled while the phone checks the result and put back after 20 seconds.
scenario-unplugged-in-removing = The cable is pulled while old files are removed and put back after 20 seconds.
scenario-unplugged-in-scan = The cable is pulled while the phone looks through itself and put back after 20 seconds.
scenario-unreadable-files = Three files on the phone cannot be read; everything else is backed up.
scenario-usb-data-blocked = The phone takes power, but no data: the daemon does not see it.
scenario-usbmuxd-mixes-numbers = The usbmux daemon connects twice to another phone than the one of the number.
scenario-usbmuxd-nonsense = The usbmux daemon answers what makes no sense.
scenario-usbmuxd-restarted = The usbmux daemon restarts in the middle of a file: every connection breaks, the phone gets another number.
scenario-usbmuxd-silent = The usbmux daemon takes connections and never answers.
scenario-wifi = The phone is reached over Wi-Fi.
scenario-wifi-announced = The phone is reached over Wi-Fi and announces itself; no daemon knows of it.
scenario-wifi-falls-asleep = Over Wi-Fi: no heartbeat comes, the phone falls asleep in the middle of a file and answers nowhere for two minutes.
scenario-wifi-trust-lost = Over Wi-Fi: the phone does not know this computer any more, and trust needs a cable.
