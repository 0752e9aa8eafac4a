# Wörter der Seiten über Backups.
version-of = Backup { $of }
version-proven-how = Jedes Byte wurde zurückgelesen und mit dem Siegel verglichen.
version-damaged-how = Es wurde noch einmal gelesen, und etwas darin ist nicht mehr wie vorher. Besser ist ein früheres Backup oder ein neues.
version-unproven-how = Es hat kein Siegel, deshalb kann niemand sagen, ob jedes Byte noch stimmt.
version-cable = über Kabel
version-adopted = Übernommen aus
version-except = Nicht darin, weil das iPhone sie nicht hergeben konnte:
version-in-it = Was darin ist
version-sums = { $count ->
    [one] { $count } Datei, { $bytes }
   *[other] { $count } Dateien, { $bytes }
}
version-list-damaged = { $count ->
    [one] Die Liste dieses Backups ist beschädigt. Mindestens { $count } Eintrag fehlt hier.
   *[other] Die Liste dieses Backups ist beschädigt. Mindestens { $count } Einträge fehlen hier.
}
version-by-app = Nach App und Bereich
version-more = und { $count } weitere
version-not-in-it = Was nie in einem Backup ist
missing-encryption = Dieses Backup hat kein Passwort. Deshalb fehlen gesicherte Passwörter, WLAN, Gesundheitsdaten und Anruflisten.
missing-icloud = Was schon in iCloud liegt: Fotos bei iCloud-Fotos, Nachrichten bei „Nachrichten in iCloud“, Dateien in iCloud Drive.
missing-face = Face ID, Touch ID und der Code.
missing-pay = Karten von Apple Pay.
missing-mail = E-Mails, die auf einem Server liegen; sie kommen von selbst wieder.
missing-store = Bei Apple gekaufte Musik, Filme und Bücher; sie lassen sich wieder laden.
missing-apps = Die Apps selbst, nur ihre Daten. Das iPhone lädt die Apps wieder.
backups-adopted = übernommen
backups-older = { $count ->
    [one] { $count } älteres ist ebenfalls aufbewahrt.
   *[other] { $count } ältere sind ebenfalls aufbewahrt.
}
backups-no-place = Der Ordner für Backups ist nicht da. Liegt er auf einem anderen Laufwerk, schließen Sie es an und sehen Sie noch einmal nach.
acts-title = Was Sie tun können
act-files = Dateien
act-photos = Fotos
act-restore = Auf ein iPhone zurückspielen
act-export = An ein anderes Programm geben
act-compare = Zwei davon vergleichen
act-compare-before = Mit dem vorigen vergleichen
act-prune = Alte wegräumen
act-scrub = Prüfen, ob sie noch ganz sind
act-scrub-one = Jetzt noch einmal prüfen
act-password = Ausprobieren, ob Sie das Passwort wissen
act-adopt = Ein Backup von Finder oder iTunes übernehmen
act-journal = Was Unstuck getan hat, und es zurücknehmen
lock-what = Ein Passwort ist im Speicher offen. Es geht nach 15 Minuten ohne Benutzung.
lock-now = Jetzt sperren
gone-title = Dieses Backup ist nicht da.
gone-step = Vielleicht ist sein Laufwerk abgesteckt, oder es wurde weggeräumt. Sonst ist nichts geschehen. Schließen Sie das Laufwerk an und sehen Sie noch einmal nach.
unlock-title = Dieses Backup hat ein Passwort.
unlock-step = Ohne es sind nicht einmal die Namen der Dateien zu lesen.
unlock-private = Es bleibt im Speicher dieses Computers und wird nirgends aufgeschrieben.
unlock-go = Öffnen
reading-title = Die Liste dieses Backups wird gelesen.
reading-step = Die Seite geht von selbst weiter. Es wird nichts geändert.
table-what = Art
table-app = App oder Bereich
table-name = Name
table-size = Größe
table-changed = Geändert
table-version = Backup
table-outcome = Ergebnis
files-title = Dateien
files-all = Alles
files-find = Teil des Namens oder Pfads
files-go = Suchen
files-where = Wo Sie sind
files-everything = Alle Bereiche
files-count = { $count ->
    [one] { $count } Eintrag
   *[other] { $count } Einträge
}
files-page = Seite { $page } von { $pages }
files-none = Davon ist nichts in diesem Backup.
file-missing = Diese Datei lässt sich nicht herausholen.
file-missing-step = Am Backup selbst wurde nichts geändert. Andere Dateien sind nicht betroffen; vielleicht hat ein früheres Backup diese.
pages-label = Seiten der Liste
pages-back = Zurück
pages-next = Weiter
photos-title = Fotos
photos-none = In diesem Backup sind keine Fotos.
photos-count = { $count ->
    [one] { $count } Foto oder Video
   *[other] { $count } Fotos und Videos
}
photos-take = Wählen Sie ein Bild, um es so herauszuholen, wie es ist.
kind-photos = Fotos und Videos
kind-photo-library = Alben, Gesichter und Bearbeitungen
kind-messages = Nachrichten
kind-contacts = Kontakte
kind-calls = Anrufe
kind-voicemail = Voicemail
kind-notes = Notizen
kind-calendar = Kalender und Erinnerungen
kind-voice-memos = Sprachmemos
kind-safari = Safari
kind-health = Gesundheit
kind-books = Bücher
kind-music = Musik und Klingeltöne
kind-mail = Einstellungen von Mail
kind-keychain = Passwörter, verschlossen
kind-whatsapp = WhatsApp
kind-apps = Apps
compare-title = Was sich zwischen zwei Backups geändert hat
compare-older = Das ältere
compare-newer = Das neuere
compare-go = Vergleichen
compare-reading = Die beiden werden verglichen.
compare-same-all = Zwischen beiden hat sich nichts geändert.
compare-same = { $count ->
    [one] { $count } Eintrag ist in beiden gleich.
   *[other] { $count } Einträge sind in beiden gleich.
}
compare-added = Neu
compare-changed = Geändert
compare-removed = Weg
compare-all = Zusammen
password-title = Wissen Sie das Passwort Ihrer Backups?
password-step = Probieren Sie es jetzt, solange nichts davon abhängt. Es wird an jedem Backup hier ausprobiert.
password-go = Ausprobieren
tried-opens = Lässt sich öffnen
tried-closed = Lässt sich mit diesem Passwort nicht öffnen
tried-plain = Hat kein Passwort
tried-damaged = Die Schlüssel sind beschädigt
password-lost-title = Wenn das Passwort weg ist
password-lost-others = Probieren Sie andere: ein früheres, das eines früheren iPhones, den Code, das Ihres Apple Accounts.
password-lost-mac = Vielleicht kennt es ein Mac: Öffnen Sie die Schlüsselbundverwaltung und suchen Sie nach „iPhone Backup“.
password-lost-new = Neue Backups können ein neues Passwort haben: am iPhone Einstellungen, Allgemein, iPhone übertragen/zurücksetzen, Zurücksetzen, Alle Einstellungen. Daten und Apps bleiben; Einstellungen und WLAN-Passwörter gehen.
password-lost-nobody = Niemand kann einem Backup sein Passwort nehmen. Behalten Sie solche Backups: Vielleicht fällt es Ihnen wieder ein.
scrub-title = Sind Ihre Backups noch ganz?
scrub-step = Laufwerke vergessen. Jede Datei wird noch einmal gelesen und mit ihrem Siegel verglichen, das am längsten ungeprüfte Backup zuerst.
scrub-how-long = Wie lange?
scrub-all = Bis alles gelesen ist
minutes = { $count ->
    [one] { $count } Minute
   *[other] { $count } Minuten
}
scrub-go = Prüfen
scrub-safe = Es wird nichts geändert. Es kann angehalten werden; beim nächsten Mal geht es dort weiter.
adopt-title = Ein Backup eines anderen Programms übernehmen
adopt-step = Es wird geprüft, kopiert und versiegelt. Das Original bleibt, wie es ist.
adopt-found = Auf diesem Computer gefunden
adopt-path = Ordner des Backups
adopt-path-help = Der ganze Pfad, von Anfang an.
adopt-password = Sein Passwort, wenn es eines hat
adopt-other = Es liegt woanders
adopt-go = Übernehmen
adopt-safe = Der Ordner des anderen Programms wird nur gelesen.
export-title = Dieses Backup an ein anderes Programm geben
export-step = Eine Kopie wird dorthin gelegt, wo das Programm sucht. Jede Datei wird mit dem Siegel verglichen.
export-whom = Für welches Programm?
export-path = Ordner, in dem es Backups aufbewahrt
export-go = Kopie geben
export-safe = Nichts, was dort liegt, wird ersetzt, und dieses Backup bleibt.
prune-title = Alte Backups wegräumen
prune-count = { $count ->
    [one] { $count } könnte weg.
   *[other] { $count } könnten weg.
}
prune-none = Nichts muss weg.
prune-safe = Das letzte gute Backup bleibt immer. Nichts geht, bevor Sie es sagen.
prune-plan = Plan
prune-goes = geht
keep-last = bleibt: eines der neuesten
keep-daily = bleibt: das neueste seines Tages
keep-weekly = bleibt: das neueste seiner Woche
keep-monthly = bleibt: das neueste seines Monats
keep-last-good = bleibt: das letzte gute
keep-unknown = bleibt: seine Zeit ist nicht bekannt
prune-sure = Ich weiß, dass sich nicht zurückholen lässt, was geht.
prune-go = { $count ->
    [one] { $count } Backup endgültig entfernen
   *[other] { $count } Backups endgültig entfernen
}
drill-title = Erst eine Probe: Würde es gehen?
drill-step = Das ganze Backup geht an ein simuliertes iPhone, und jedes Byte wird verglichen. Kein echtes iPhone wird berührt.
drill-go = Probe beginnen
restore-title = Auf ein iPhone zurückspielen
restore-step = Schließen Sie das iPhone mit seinem Kabel an und entsperren Sie es. Erst wird alles angesehen, woran es scheitern könnte.
restore-warning = Das Zurückspielen ersetzt, was jetzt auf dem iPhone ist. Was nicht in diesem Backup ist, ist danach weg, wenn Sie es nicht bleiben lassen.
restore-device = Welches iPhone?
restore-how = Was soll ersetzt werden?
restore-everything = Alles: Danach ist es wie im Backup
restore-merge = Nur, was im Backup ist; der Rest bleibt
restore-settings = Die Einstellungen lassen, wie sie jetzt sind
restore-look = Nachsehen, ob es geht
restore-safe = Nichts wird gesendet, bevor Sie gesehen haben, was ersetzt wird, und Ja gesagt haben. Dieses Backup bleibt, wie es ist.
restore-consent = Alles ist bereit. Soll es zurückgespielt werden?
restore-consent-step = Lesen Sie, was ersetzt wird. Noch wurde nichts gesendet.
restore-what = Was ersetzt wird
restore-sure = Ich habe das gelesen, und es soll ersetzt werden.
restore-go = Jetzt zurückspielen
look-title = Was angesehen wurde
look-phone = iPhone
look-model = Modell
look-find-my = „Wo ist?“ ist an
look-room = Platz darauf
look-needed = Gebraucht
look-battery = Batterie
look-powered = Am Strom
look-system = Backup gemacht mit iOS
look-damaged = Beschädigte Dateien
look-opens = Das Passwort öffnet es
yes = Ja
no = Nein
journal-title = Was Unstuck getan hat
journal-step = Jede Handlung wird aufgeschrieben, bevor sie geschieht. Was sich zurücknehmen lässt, hat einen Knopf.
journal-none = Unstuck hat noch nichts geändert.
journal-undo = Zurücknehmen
event-done = getan
event-undone = zurückgenommen
event-declined = nicht gewollt
event-planned = begonnen, das Ende ist nicht bekannt
event-unable = ging nicht
job-restore = Es wird nachgesehen, ob sich dieses Backup zurückspielen lässt.
job-restore-sending = Ihr Backup geht an das iPhone.
job-restore-placing = Das iPhone legt alles an seinen Platz.
job-restore-leave = Lassen Sie das Kabel stecken, bis es fertig ist.
job-restore-restarting = Das iPhone startet neu.
job-restore-done = Ihr Backup ist auf dem iPhone.
job-restore-stop = Lassen Sie es am besten zu Ende gehen. Wird es angehalten, bevor alles gesendet ist, behält das iPhone, was es hatte. Das Backup hier bleibt auf jeden Fall, wie es ist.
job-drill = Es wird an einem simulierten iPhone ausprobiert.
job-drill-done = Es geht: Dieses Backup lässt sich zurückspielen.
job-drill-damaged = Die Probe hat an diesem Backup etwas gefunden.
job-harmless = Es kann jederzeit ohne Schaden angehalten werden.
job-scrub = Ihre Backups werden noch einmal gelesen.
job-scrub-stop = Es kann jederzeit angehalten werden; beim nächsten Mal geht es dort weiter.
job-scrub-done = Ihre Backups sind noch ganz.
job-scrub-part = Was gelesen wurde, ist noch ganz.
job-scrub-part-step = Die Zeit war um, bevor alles gelesen war. Beim nächsten Mal geht es dort weiter.
job-scrub-damaged = Etwas in Ihren Backups ist beschädigt.
job-scrub-damaged-step = Mache jetzt ein neues Backup. Was beschädigt ist, steht unten; entfernt wurde nichts.
job-adopt = Das Backup wird geprüft und übernommen.
job-adopt-done = Es ist übernommen, geprüft und versiegelt.
job-adopt-damaged = Dieses Backup ist nicht in Ordnung und wurde nicht übernommen.
job-adopt-damaged-step = Das Original wurde nicht angefasst.
job-export = Eine Kopie für das andere Programm wird gemacht.
job-export-done = Die Kopie ist da, jede Datei verglichen.
job-prune = Alte Backups werden weggeräumt.
job-prune-done = Die alten Backups sind weggeräumt.
job-prune-stop = Was entfernt ist, bleibt entfernt; der Rest bleibt.
job-undo = Es wird zurückgenommen.
job-undo-done = Es ist zurückgenommen.
job-undo-stop = Es wird entweder zurückgenommen oder bleibt, wie es ist.
job-wait = Sie müssen nichts tun.
job-phone-step = Stecken Sie das iPhone wieder an und entsperren Sie es.
job-stopped = Angehalten. Ihre Backups sind, wie sie waren.
job-failed = Das hat diesmal nicht geklappt.
job-failed-step = Ihre Backups sind, wie sie waren.
job-password = Das ist nicht das Passwort dieses Backups.
job-place = Dafür ist kein Platz, oder dort lässt sich nicht schreiben.
job-place-step = Was vorher da war, ist wie zuvor. Schaffen Sie Platz oder wählen Sie einen anderen Ort.
job-person = Eines fehlt noch; es wurde nichts getan.
job-back = Zurück zu Ihren Backups
job-sent = Gesendet
job-bytes = Daten
job-versions = Gelesene Backups
job-whole = Noch ganz
job-damaged = Beschädigt
job-removed = Entfernt
job-kept = Behalten
job-agreed = Verglichen und gleich
job-differing = Abweichende Dateien
job-path = Wo es liegt
