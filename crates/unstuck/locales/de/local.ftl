# What commands without an iPhone say: versions, files, passwords, rehearsals, simulated iPhones.

## Amounts
amount-entries = { $count ->
    [one] { $count } Eintrag
   *[other] { $count } Einträge
}
amount-links = { $count ->
    [one] { $count } Verweis
   *[other] { $count } Verweise
}
amount-folders = { $count ->
    [one] { $count } Ordner
   *[other] { $count } Ordner
}
amount-others = { $count ->
    [one] { $count } Ordner oder Verweis
   *[other] { $count } Ordner und Verweise
}
amount-versions = { $count ->
    [one] { $count } Version
   *[other] { $count } Versionen
}
amount-things = { $count ->
    [one] { $count } Sache
   *[other] { $count } Sachen
}
amount-are = { $count ->
    [one] { $count } ist
   *[other] { $count } sind
}
row-of = { $id }  { $row }
copied-how = { $what } ({ $size }), { $how }

## Versions
soundness-proven = geprüft
soundness-last = zuletzt { $on }
soundness-damaged = BESCHÄDIGT: { $what }
soundness-unproven = nicht geprüft: kein Siegel
soundness-adopted = übernommen aus { $path }
versions-none = In { $path } sind keine Versionen.
show-encrypted = { $name }, iOS { $version }, verschlüsselt
show-plain = { $name }, iOS { $version }, nicht verschlüsselt
show-row = { $count ->
    [one] { $size }  { $count } Datei    { $domain }
   *[other] { $size }  { $count } Dateien  { $domain }
}
show-damaged = Die Liste ist beschädigt: { $fault }. Siehe `unstuck verify`.
compare-row = { $count } neu { $number } geändert { $total } weg  { $size }  { $domain }
compare-total = { $count } neu { $number } geändert { $total } weg  { $size }  insgesamt; { $same } gleich
compare-damaged = Eine Liste ist beschädigt: { $fault }. Siehe `unstuck verify`.
change-added = neu
change-removed = weg
change-changed = geändert
plan-goes = geht
prune-last = bleibt (eine der neuesten)
prune-daily = bleibt (die neueste ihres Tages)
prune-weekly = bleibt (die neueste ihrer Woche)
prune-monthly = bleibt (die neueste ihres Monats)
prune-good = bleibt (die letzte heile)
prune-unknown = bleibt (nicht zu beurteilen)
prune-to-go = Zu entfernen: { $count } von { $what }.
prune-removed = { $count ->
    [one] { $count } Version wurde entfernt, { $number } noch da.
   *[other] { $count } Versionen wurden entfernt, { $number } noch da.
}
prune-ask = { $what } endgültig entfernen?
adopt-as = Übernommen als Version { $version }
adopt-reflink = teilt sich die Blöcke auf der Festplatte
adopt-copied = kopiert und Byte für Byte verglichen
adopt-untouched = Das Original blieb unberührt: { $path }
adopt-whose = Es ist nicht bekannt, von welchem iPhone dieses Backup ist.
adopt-whose-why = Weder der Name des Ordners noch Manifest.plist sagt es.
adopt-whose-next = Benennen Sie den Ordner nach der UDID des iPhones, wie es das Programm tat, das ihn gemacht hat.
adopt-own = Dieses Backup liegt schon am eigenen Ort von Unstuck.
adopt-unsound = Dieses Backup ist nicht heil, deshalb wurde es nicht übernommen.
adopt-rules = Regeln, die etwas fanden: { $list }.
adopt-why = Warum, zeigt: unstuck verify { $path }
export-compared = { $what } ({ $size }), jede mit dem Siegel der Version { $version } verglichen
export-finder = Wählen Sie im Finder das iPhone und dann „Backup wiederherstellen“; die Liste zeigt es.
export-itunes = Wählen Sie in iTunes oder „Apple-Geräte“ „Backup wiederherstellen“.
export-where = Es ist nicht gesagt, wohin.
export-where-next = Nennen Sie den Ordner, in dem das andere Programm seine Backups hat.
export-two = Es sind zwei Versionen genannt oder zwei Ordner.
export-among = Das Ziel liegt mitten in Unstucks eigenen Versionen.
export-among-next = Wählen Sie mit --to DIR den Ordner des anderen Programms.
export-there = Am Ziel ist schon ein Backup dieses iPhones.
export-there-why = Nichts davon wird ersetzt.
export-there-next = Legen Sie es woandershin oder wählen Sie mit --to DIR einen anderen Ordner.
export-damaged = Diese Version ist beschädigt, deshalb wurde sie nicht herausgegeben.
export-damaged-next = Was beschädigt ist, zeigt: unstuck versions scrub
scrub-whole = Gelesen: { $what } ({ $files }, { $size }); { $same } wie versiegelt.
scrub-damaged = Gelesen: { $what } ({ $files }, { $size }); { $same } wie versiegelt, { $which } BESCHÄDIGT; die Dateien stehen oben.
scrub-more = Nicht alles wurde gelesen; das nächste Mal geht es dort weiter.
scrub-next = Machen Sie jetzt ein neues Backup und prüfen Sie die Festplatte.
finish-moving = { $path } wurde abgebrochen, während die Dateien an ihren Platz kamen.
finish-removing = { $path } wurde abgebrochen, während überholte Dateien weggeräumt wurden.
finish-plan = Der Plan, an einer Kopie; das Original bleibt, wie es ist:
finish-copy = das Backup kopieren
finish-put = { $what } ({ $size }) aus Snapshot an ihren Platz bringen
finish-remove = Dateien entfernen, die die Liste nicht nennt
finish-note = in Status.plist vermerken, dass der Lauf fertig ist
finish-verify = das Ergebnis prüfen; hält es nicht, kommt die Kopie wieder weg
finish-done = { $what } an ihren Platz gebracht, { $more } entfernt
finish-obsolete = { $count ->
    [one] { $count } überholte
   *[other] { $count } überholte
}
finish-not-held = Die Kopie hielt der Prüfung nicht stand und wurde wieder entfernt.
finish-undo = Das Original blieb unberührt; zum Rückgängigmachen löschen Sie die Kopie.
finish-none = Nichts wurde getan. So geht es: unstuck versions finish FOLDER --to DIR --yes
finish-not = Dieses Backup lässt sich nicht ohne das iPhone fertigstellen.
finish-not-why = Das geht nur, wenn es abbrach, nachdem alle Dateien da waren.
finish-not-see = Was es ist, zeigt: unstuck verify FOLDER
finish-not-next = Mit dem iPhone zur Hand machen Sie das Backup noch einmal: Es geht dort weiter, wo es aufhörte.
finish-in-itself = Die Kopie läge im Backup selbst.
finish-failed = Das Backup ließ sich nicht fertigstellen.
finish-failed-why = Das Original blieb unberührt, die Kopie ist entfernt.
work-end = Die Arbeit kam nicht zu Ende.
damaged-good = { $version }, { $path }: { $what } Eine heile Kopie ist in Version { $id }
damaged-none = { $version }, { $path }: { $what } Keine andere Version hat sie

## Files
files-sum = { $what } ({ $size }), { $others }.
files-damaged = Die Liste des Backups ist beschädigt: { $fault }. Trotzdem gefunden: { $what }, verloren: mindestens { $more }; siehe `unstuck verify`.
extract-sum = { $what } ({ $size }), { $links } und { $folders }
extract-sum-there = { $what } ({ $size }), { $links } und { $folders }; schon da: { $more }
extract-renamed = { $count ->
    [one] { $count } Datei heißt anders als auf dem iPhone
   *[other] { $count } Dateien heißen anders als auf dem iPhone
}
extract-lost = { $what } ließen sich nicht so herausholen wie auf dem iPhone; was bekannt ist, steht oben
extract-damaged = Die Liste des Backups ist beschädigt: { $fault }
extract-inside = Das Ziel liegt im Backup.
extract-inside-why = In ein Backup wird nie etwas geschrieben.
extract-inside-next = Wählen Sie mit --to DIR einen Ordner woanders.
extract-again = Was bisher herausgeholt wurde, ist heil; noch einmal ausführen, um weiterzumachen.
extract-lies = { $name } liegt unter { $path }
filter-bad = Das Muster ist nicht zu verstehen.
filter-bad-next = `*.jpg` findet Namen, `Media/DCIM/**` Pfade; setzen Sie es in Anführungszeichen.
work-trying-some = das Passwort wird probiert, einige Sekunden
work-trying = das Passwort wird probiert
work-opening = das Backup wird geöffnet
work-taking-out = wird herausgeholt
work-taking-in = wird übernommen
work-copying = wird kopiert
work-proving = wird geprüft und kopiert
work-reading-again = Versionen werden noch einmal gelesen
work-lists = die Listen werden gelesen
work-list = die Liste der Dateien wird geprüft
work-there = es wird nachgesehen, was da ist
work-every = jede Datei wird gelesen

## The backup that is meant
source-none = Hier ist kein Backup.
source-none-why = In { $path } ist weder Manifest.plist noch Status.plist.
source-none-next = Nennen Sie den Ordner, in dem Manifest.plist liegt; er heißt wie die UDID des iPhones.
source-none-list = `unstuck versions list` zeigt, was Unstuck aufbewahrt.
source-password = Das Backup ist verschlüsselt, und sein Passwort wird gebraucht.
source-password-why = Ohne es lassen sich nicht einmal die Namen der Dateien lesen.
source-wrong = Mit diesem Passwort wurde das Backup nicht gemacht.
source-wrong-why = Das ist kein Schaden: Das Backup selbst kann völlig heil sein.
source-wrong-next = Probieren Sie das Passwort, das galt, als das Backup gemacht wurde.
source-wrong-which = Welche Versionen ein Passwort öffnet, zeigt: unstuck password rehearse
source-no-backup = In diesem Ordner ist kein Backup.
source-old = Das Backup stammt von iOS 4 oder älter.
source-old-why = Unstuck liest Backups ab iOS 5.
source-closed = Das Backup lässt sich nicht öffnen.
source-closed-next = Was nicht stimmt, zeigt: unstuck verify { $path }
secret-ask = Backup-Passwort
secret-ask-check = Backup-Passwort (leer: ohne prüfen)

## Trying a password
rehearse-opens = lässt sich öffnen
rehearse-closed = lässt sich mit diesem Passwort NICHT öffnen
rehearse-plain = ist nicht verschlüsselt: lässt sich ohne öffnen
rehearse-damaged = hat beschädigte Schlüssel; siehe `unstuck verify`
rehearse-remembered = Das Passwort ist jetzt im Schlüsselbund des Systems.
rehearse-forgotten = Das Passwort ist nicht mehr im Schlüsselbund des Systems.
rehearse-nothing = Das Passwort öffnet hier nichts, deshalb wurde es nicht gemerkt.
rehearse-whose = Das Passwort welches iPhones?
rehearse-whose-next = Sagen Sie es mit --device UDID.
rehearse-none = Es gibt keine Versionen, an denen sich ein Passwort probieren ließe.
rehearse-none-next = Nennen Sie einen Backup-Ordner: unstuck password rehearse FOLDER
rehearse-ask = Backup-Passwort zum Probieren
rehearse-needed = Es wird das Backup-Passwort gebraucht, das probiert werden soll.
lost-if = Ist das Passwort verloren:
lost-nobody = Niemand kann es aus einem Backup holen oder dort zurücksetzen.
lost-others = Probieren Sie andere: ein früheres, das eines früheren iPhones, den Code, das des Apple Accounts.
lost-mac = Vielleicht hat es ein Mac: Schlüsselbundverwaltung, nach `iPhone Backup` suchen.
lost-new = Neue Backups können ein neues bekommen: am iPhone unter Einstellungen, Allgemein, iPhone übertragen/zurücksetzen, Zurücksetzen, Alle Einstellungen zurücksetzen.
lost-costs = Alle Daten und Apps bleiben; verloren gehen Einstellungen, WLAN-Passwörter und die Karten in Wallet, die am Code hängen.
lost-stay = Frühere Backups bleiben mit dem alten Passwort verschlossen: Behalten Sie sie, vielleicht fällt es Ihnen wieder ein.

## Rehearsing a restore
drill-begin = Probe: Das Backup geht auf ein simuliertes iPhone, kein echtes wird angerührt.
drill-well = Die Probe ging gut: Dieses Backup lässt sich zurückspielen.
drill-wrong = Bei der Probe stimmte nicht alles: { $what }.
drill-restored = Zurückgespielt  { $what }, { $size }, { $folders }, { $links }, in { $time }
drill-digests = { $count ->
    [one] Prüfsummen  { $count } stimmt überein mit { $which }
   *[other] Prüfsummen  { $count } stimmen überein mit { $which }
}
drill-seal = dem Siegel der Version
drill-disk = den noch einmal gelesenen Dateien der Festplatte
drill-other = { $path }: andere Bytes
drill-not-sealed = { $count ->
    [one] { $count } Datei steht nicht im Siegel
   *[other] { $count } Dateien stehen nicht im Siegel
}
drill-next = Spielen Sie eine andere Version zurück; diese prüft: unstuck verify
drill-unread = Die Prüfsummen wurden nicht verglichen.
drill-no-seal = Das Siegel dieser Version ist nicht zu gebrauchen.
drill-no-seal-next = Prüfen Sie die Version mit: unstuck verify
restore-not-whole = Das Backup ist nicht vollständig: { $what }.

## Simulated iPhones
simulated-at = Simuliert: { $name } unter { $address }
simulated-use = Zu benutzen mit: { $address }
simulated-restored = Zurückgespielt: { $id }, { $list }
simulated-after = { $count ->
    [one] wie nach { $count } Backup
   *[other] wie nach { $count } Backups
}
simulated-never = ein Inhalt, den es selbst nie hatte
simulated-exact = jedes Byte wie erwartet
simulated-not = { $what } nicht wie erwartet: { $faults }
simulated-failed = Das simulierte iPhone lässt sich nicht bereitstellen.
simulated-failed-next = Wählen Sie mit --listen eine andere Adresse.

## What is remembered
keyring-no = Der Schlüsselbund des Systems machte nicht mit.
keyring-nothing = Nichts wurde gemerkt oder vergessen.
keyring-linux = Unter Linux muss ein Schlüsselbund wie GNOME Keyring oder KWallet laufen und entsperrt sein.
keyring-without = Ohne einen halten Sie das Passwort in einer Datei und nennen Sie sie in UNSTUCK_PASSWORD_FILE.

## What an option takes
takes-number = eine Zahl zwischen 0,01 und 1000
takes-size = eine Zahl und B, KB, MB, GB oder TB
takes-such = eine Zahl, etwa 20MB
takes-date = ein Datum wie 2024-01-31

## Faults of lists
fault-no-db = es gibt keine Manifest.db
fault-not-file = Manifest.db ist keine gewöhnliche Datei
fault-empty = Manifest.db ist leer
fault-cut = Manifest.db hat { $count } Byte, was keine verschlüsselte Datei hat
fault-begin = Manifest.db beginnt nicht wie eine Datenbank
fault-end = das Ende von Manifest.db fehlt oder ist verändert
fault-inside = Manifest.db ist innen beschädigt: { $why }
fault-unread = Manifest.db lässt sich nicht lesen: { $why }
fault-mbdb = Manifest.mbdb beginnt nicht wie eine Liste von Dateien
fault-mbdb-cut = Manifest.mbdb bricht im Eintrag bei Byte { $count } ab
fault-stopped = auf Wunsch angehalten
fault-library = die Datenbank-Bibliothek scheiterte: { $why }

## Single findings of the verifier
finding-of = { $subject }: { $which }
finding-backup = das Backup
found-name = Der Name des Ordners ist nicht die Kennung eines iPhones.
found-status = Status.plist ist nicht zu gebrauchen: { $fault }.
found-no-version = Status.plist nennt keine Version.
found-version = Status.plist nennt die Version { $text }.
found-state = SnapshotState ist { $text }.
found-snapshot = { $count ->
    [one] Im Ordner Snapshot ist noch { $count } Eintrag.
   *[other] Im Ordner Snapshot sind noch { $count } Einträge.
}
found-plist-empty = Manifest.plist hat 0 Byte, wie ein Programm sie lässt, das aufgab.
found-plist = Manifest.plist ist nicht zu gebrauchen: { $fault }.
found-key = In Manifest.plist fehlt ein brauchbarer Eintrag { $name }.
found-other = { $names } nennen verschiedene iPhones.
found-no-bag = BackupKeyBag fehlt.
found-bag = BackupKeyBag ist nicht zu gebrauchen: { $fault }.
found-bag-password = BackupKeyBag hat keinen Schlüssel, den ein Passwort öffnet.
found-class = Der Schlüssel der Schutzklasse { $number } in BackupKeyBag ist beschädigt.
found-no-manifest-key = ManifestKey fehlt.
found-manifest-key = ManifestKey ist nicht zu gebrauchen: { $fault }.
found-no-db = Manifest.db ist nicht da.
found-db-odd = Manifest.db ist keine gewöhnliche Datei.
found-db-empty = Manifest.db hat 0 Byte.
found-db-cut = Manifest.db hat { $count } Byte, also fehlt das Ende.
found-padding = Manifest.db wurde ohne Füllung abgelegt, wie manche Programme es tun. Sie ist vollständig.
found-tables = Ihr Verzeichnis der Tabellen lässt sich nicht lesen.
found-row = Ihre Zeile { $number } in der Liste ist verloren.
found-column = Die Spalte { $name } fehlt.
found-db-version = Manifest.db hat die Version { $number }; iPhones schreiben { $total }.
found-flags = Ihre Merkmale sind { $number }, nicht 1, 2 oder 4.
found-record = Ihr Eintrag lässt sich nicht lesen: { $fault }.
found-record-empty = Ihr Eintrag ist leer, wie ein unfertiger Lauf ihn lässt.
found-record-other = Ihr Eintrag ist der eines anderen Pfads.
found-disagree = Zeile und Eintrag sind sich nicht einig, was es ist.
found-size = Nur Dateien haben eine Größe, und dies ist keine.
found-nowhere = Es ist ein Verweis, der nirgends hinführt.
found-climbs = Ihr Pfad führt aus dem Backup hinaus.
found-missing = Ihr Inhalt ist nicht im Backup.
found-nothing = Sie ist leer, und für sie ist nichts abgelegt.
found-block = Sie hat { $count } Byte, was keine verschlüsselte Datei hat.
found-length = { $number } Byte sind abgelegt, { $total } waren zu erwarten.
found-own-key = Ihr Schlüssel ist nicht zu gebrauchen: { $fault }.
found-content = Ihr Inhalt ist nicht zu gebrauchen: { $fault }.
found-digests = { $number } Prüfsummen passen und { $total } nicht: Sie sind wohl anders gemacht als bekannt, also folgt nichts daraus.
found-digest = Sie ist nicht, was die Prüfsumme ihres Eintrags sagt.
found-page = Ihre erste Seite ergibt keinen Sinn.
found-instead = Sie hat { $number } Byte statt { $total }.
found-orphan = Keine Datei der Liste hat diesen Inhalt von { $count } Byte.
found-folder-name = Der Ordner sollte { $name } heißen.
found-into = Sie gehört in den Ordner { $name }.
found-at = Sie gehört nach { $path }.
found-named = Sie sollte { $name } heißen.
found-no-part = Es ist kein Teil des Backups.
found-irregular = Es ist keine gewöhnliche Datei.
found-hollow = Ihr Inhalt ist leer statt { $count } Byte.
found-lower = Derselbe Name in Kleinbuchstaben ist auch da: { $name }.
found-info = Info.plist ist nicht zu gebrauchen: { $fault }.
found-info-whose = Info.plist sagt nicht, wessen Backup dies ist.
found-apart = Status.plist und Manifest.plist liegen { $count } Tage auseinander.
found-free = Auf dieser Festplatte sind { $count } MB frei.
found-unread = Sie lässt sich nicht lesen: { $why }.
found-twice = Zweimal gelesen, war sie nicht beide Male gleich.
found-permission = Dieser Computer lässt Unstuck sie nicht lesen; ein Recht fehlt.
found-before = Es fehlen { $count } Dateien des Backups davor.
found-seal = Dem Siegel selbst ist nicht zu trauen: { $fault }.
found-added = Seither kamen { $count } Dateien hinzu, dies ist die erste.
found-gone = Sie war da, als das Backup geprüft wurde, und ist weg.
found-longer = Sie hat eine andere Länge als bei der Prüfung.
found-changed = Ihr Inhalt ist nicht, was geprüft wurde.

## What the scenarios are
scenario-agent-dies-at-manifest = Der Backup-Dienst stirbt jedes Mal, bevor er seine Liste der Dateien sendet, wie einer, der mehr Speicher braucht, als er bekommt.
scenario-agent-dies-once = Der Backup-Dienst auf dem iPhone stirbt einmal mitten in einer Datei.
scenario-backup-service-forbidden = Ein Profil auf dem iPhone verbietet Backups.
scenario-backup-service-taken = Ein anderes Programm benutzt den Backup-Dienst des iPhones.
scenario-battery-gone = Der Akku des iPhones ist mitten im Senden leer.
scenario-broken-files = Dateien brechen in der Mitte ab, jede mit einem anderen Fehler des iPhones.
scenario-cancelled = Der Besitzer bricht mitten im Senden am iPhone ab.
scenario-claims-4-gigabytes = Ein Block will vier Gigabyte lang sein, in jeder Verbindung.
scenario-closed-before-response = Die Verbindung endet kurz vor dem letzten Wort des iPhones.
scenario-demonstration = Das iPhone will seinen Code, der Besitzer tippt ihn nach drei Sekunden, und das Kabel rutscht einmal heraus und wird wieder eingesteckt.
scenario-disconnects = Das iPhone verabschiedet sich einmal mitten im Senden, mit Grund.
scenario-disk-full = Das iPhone will mehr senden, als auf die Festplatte passt, bittet um Platz und endet mit Fehler 105.
scenario-duplicates = Jede zehnte Datei kommt zweimal hintereinander.
scenario-empty-batches = Vor jedem Paket kommt eines ohne Dateien.
scenario-encrypted = Ein iPhone, dessen Backups verschlüsselt sind; das Passwort ist "simulated".
scenario-error-104 = Das iPhone kann einige seiner Dateien nicht lesen und endet nach dem Senden mit Fehler 104.
scenario-error-105 = Das iPhone endet sofort mit Fehler 105: kein Platz auf dem Computer.
scenario-error-205 = Das iPhone hält das vorhandene Backup für beschädigt und endet mit Fehler 205.
scenario-error-207 = Das iPhone hält das Backup-Passwort für falsch und endet mit Fehler 207.
scenario-error-208 = Das iPhone ist gesperrt und endet mit Fehler 208.
scenario-error-211 = „Wo ist?“ ist an, und das iPhone endet mit Fehler 211, wie bei einer Wiederherstellung.
scenario-folders-in-the-way = Wohin Dateien sollen, stehen Ordner.
scenario-garbage = Mitten im Senden kommen einmal Bytes, die nichts bedeuten.
scenario-growing = Ein iPhone, das zwischen Backups benutzt wird: 2 % seiner Dateien ändern sich, einige kommen, einige gehen.
scenario-healthy = Alles geht gut: ein vertrautes iPhone mit einigen Hundert Dateien, ohne Passwort, ohne Frage nach dem Code.
scenario-hostile-paths = Das iPhone versucht alles mit Pfaden, die aus seinem Ordner hinausführen, und macht dann ein Backup.
scenario-huge-blocks = Blöcke von vier Megabyte, hundertmal so groß, wie iPhones sie senden.
scenario-left-out-files = Dateien, die das iPhone nicht einmal öffnen kann, kommen beim Senden gar nicht vor.
scenario-lockdown-nonsense = lockdown auf dem iPhone antwortet Unsinn.
scenario-lockdown-silent = lockdown auf dem iPhone antwortet nie.
scenario-lockdown-silent-once = lockdown auf dem iPhone antwortet einmal nicht.
scenario-locked = Das iPhone wurde gestartet und nie entsperrt: Seine Dienste verweigern sich.
scenario-locks-and-opens = Die Verbindung bricht ab, das iPhone ist gesperrt wie nach einem Neustart, und sein Besitzer entsperrt es nach 90 Sekunden.
scenario-no-progress = Keine Nachricht des iPhones sagt, wie weit es ist.
scenario-notifications-die = Der Benachrichtigungsdienst des iPhones stirbt sofort; das Backup geht ohne ihn weiter.
scenario-odd-ends = Dateien enden nach all ihren Daten mit Code 0x0B und ohne Text, wie bei manchen iPhones: Das ist kein Fehler.
scenario-one-file-batches = Jede Datei kommt in einem eigenen Paket.
scenario-passcode-dismissed = Die Frage nach dem Code erscheint und wird abgebrochen: Das iPhone endet mit Fehler 208.
scenario-passcode-late = Die Frage nach dem Code erscheint und wird nach drei Minuten beantwortet.
scenario-passcode-never = Die Frage nach dem Code erscheint, und niemand antwortet: Nach einer halben Stunde gibt das iPhone mit Fehler 208 auf.
scenario-phone-full = Das iPhone hat keinen Platz mehr, ein Backup vorzubereiten, und endet mit Fehler 106.
scenario-quiet-scan-logged = Das iPhone sieht sich zehn Minuten lang durch; nur sein Protokoll zeigt, dass es lebt.
scenario-quiet-scan-silent = Das iPhone sieht sich zehn Minuten lang durch, ohne irgendwo ein Wort.
scenario-repeats-for-ever = Das iPhone sendet dieselbe Datei immer wieder.
scenario-same-point-loop = Das Kabel rutscht jedes Mal bei derselben Datei heraus.
scenario-screen-locks = Der Bildschirm des iPhones sperrt sich mitten im Senden; das Backup geht weiter.
scenario-session-restarts = Das iPhone beendet jede Sitzung vor der ersten Datei und beginnt eine neue.
scenario-silence-before-response = Alles ist getan, und das letzte Wort kommt nie.
scenario-silence-for-a-while = Mitten in einer Datei kommt 40 Sekunden lang nichts, dann geht es weiter.
scenario-silence-for-ever = Mitten in einer Datei kommt nichts mehr, in jeder Verbindung wieder.
scenario-silence-in-moving = Während Dateien verschoben werden, verstummt das iPhone einmal für immer.
scenario-silence-in-scan = Das iPhone sieht sich durch und sagt nie wieder etwas.
scenario-slow-link = Eine langsame Verbindung: 100 KB in der Sekunde.
scenario-slow-thinking = Das iPhone überlegt vor jedem Paket Dateien 20 Sekunden lang.
scenario-slow-tidying = Nach dem Senden wartet das iPhone vor jedem Verschieben und Entfernen 90 Sekunden.
scenario-snapshot-left-over = Ein Schnappschuss, den ein abgebrochenes Backup auf dem iPhone ließ, ist im Weg: Fehler 3.
scenario-sync-lock-held = Ein anderes Programm hält die Sync-Sperre und lässt nicht los.
scenario-sync-lock-held-for-a-while = Ein anderes Programm hält die Sync-Sperre eine Minute lang.
scenario-three-phones-one-refuses = Drei iPhones sind angeschlossen; das zweite endet mit Fehler 205, den anderen geht es gut.
scenario-tiny-blocks = Jedes Byte einer Datei kommt in einem eigenen Block.
scenario-tls-breaks = Mitten im Senden kommt einmal etwas, das kein TLS ist.
scenario-tls-refused = Das iPhone bricht TLS ab.
scenario-tls-silent = TLS mit dem iPhone wird nie fertig.
scenario-trickle = Ewig kommen Bytes, 50 in der Sekunde.
scenario-trust-late = Das iPhone kennt diesen Computer nicht; nach 30 Sekunden tippt der Besitzer auf „Vertrauen“.
scenario-trust-lost = Das iPhone kennt diesen Computer nicht mehr; sein Besitzer tippt noch einmal auf „Vertrauen“.
scenario-trust-never = Das iPhone kennt diesen Computer nicht, und niemand beantwortet die Frage nach dem Vertrauen.
scenario-trust-refused = Das iPhone kennt diesen Computer nicht, und sein Besitzer tippt auf „Nicht vertrauen“.
scenario-two-phones = Zwei iPhones sind zugleich angeschlossen.
scenario-unplugged-and-back = Das Kabel wird mitten in einer Datei gezogen und nach 20 Sekunden wieder eingesteckt.
scenario-unplugged-for-good = Das Kabel wird mitten in einer Datei gezogen und bleibt draußen.
scenario-unplugged-in-folders = Das Kabel wird gezogen, während Ordner angelegt werden, und nach 20 Sekunden wieder eingesteckt.
scenario-unplugged-in-manifest = Das Kabel wird gezogen, während die Liste der Dateien gesendet wird, und nach 20 Sekunden wieder eingesteckt.
scenario-unplugged-in-moving = Das Kabel wird gezogen, während Dateien verschoben werden, und nach 20 Sekunden wieder eingesteckt.
scenario-unplugged-in-recheck = Das Kabel wird gezogen, während das iPhone das Ergebnis prüft, und nach 20 Sekunden wieder eingesteckt.
scenario-unplugged-in-removing = Das Kabel wird gezogen, während alte Dateien entfernt werden, und nach 20 Sekunden wieder eingesteckt.
scenario-unplugged-in-scan = Das Kabel wird gezogen, während das iPhone sich durchsieht, und nach 20 Sekunden wieder eingesteckt.
scenario-unreadable-files = Drei Dateien auf dem iPhone lassen sich nicht lesen; alles andere wird gesichert.
scenario-usb-data-blocked = Das iPhone nimmt Strom, aber keine Daten: Der Dienst sieht es nicht.
scenario-usbmuxd-mixes-numbers = Der usbmux-Dienst verbindet zweimal mit einem anderen iPhone als dem mit der Nummer.
scenario-usbmuxd-nonsense = Der usbmux-Dienst antwortet Unsinn.
scenario-usbmuxd-restarted = Der usbmux-Dienst startet mitten in einer Datei neu: Jede Verbindung bricht ab, das iPhone bekommt eine andere Nummer.
scenario-usbmuxd-silent = Der usbmux-Dienst nimmt Verbindungen an und antwortet nie.
scenario-wifi = Das iPhone wird über WLAN erreicht.
scenario-wifi-announced = Das iPhone wird über WLAN erreicht und meldet sich selbst; kein Dienst weiß von ihm.
scenario-wifi-falls-asleep = Über WLAN: Kein Lebenszeichen kommt, das iPhone schläft mitten in einer Datei ein und antwortet zwei Minuten lang nirgends.
scenario-wifi-trust-lost = Über WLAN: Das iPhone kennt diesen Computer nicht mehr, und Vertrauen braucht ein Kabel.
