# What commands without an iPhone say: versions, files, passwords, rehearsals, simulated iPhones.

## Amounts
amount-entries = { $count ->
    [one] { $count } entrada
   *[other] { $count } entradas
}
amount-links = { $count ->
    [one] { $count } enlace
   *[other] { $count } enlaces
}
amount-folders = { $count ->
    [one] { $count } carpeta
   *[other] { $count } carpetas
}
amount-others = { $count ->
    [one] { $count } carpeta o enlace
   *[other] { $count } carpetas y enlaces
}
amount-versions = { $count ->
    [one] { $count } versión
   *[other] { $count } versiones
}
amount-things = { $count ->
    [one] { $count } cosa
   *[other] { $count } cosas
}
amount-are = { $count ->
    [one] { $count } está
   *[other] { $count } están
}
row-of = { $id }  { $row }
copied-how = { $what } ({ $size }), { $how }

## Versions
soundness-proven = comprobada
soundness-last = por última vez { $on }
soundness-damaged = DAÑADA: { $what }
soundness-unproven = sin comprobar: no tiene sello
soundness-adopted = incorporada desde { $path }
versions-none = En { $path } no hay versiones.
show-encrypted = { $name }, iOS { $version }, cifrada
show-plain = { $name }, iOS { $version }, sin cifrar
show-row = { $count ->
    [one] { $size }  { $count } archivo   { $domain }
   *[other] { $size }  { $count } archivos  { $domain }
}
show-damaged = La lista está dañada: { $fault }. Vea `unstuck verify`.
compare-row = { $count } añadidos { $number } cambiados { $total } quitados  { $size }  { $domain }
compare-total = { $count } añadidos { $number } cambiados { $total } quitados  { $size }  en total; { $same } igual
compare-damaged = Una lista está dañada: { $fault }. Vea `unstuck verify`.
change-added = añadido
change-removed = quitado
change-changed = cambiado
plan-goes = se va
prune-last = se queda (de las más recientes)
prune-daily = se queda (la más reciente de su día)
prune-weekly = se queda (la más reciente de su semana)
prune-monthly = se queda (la más reciente de su mes)
prune-good = se queda (la última en buen estado)
prune-unknown = se queda (no se puede juzgar)
prune-to-go = Para quitar: { $count } de { $what }.
prune-removed = { $count ->
    [one] Se quitó { $count } versión, queda(n) { $number }.
   *[other] Se quitaron { $count } versiones, queda(n) { $number }.
}
prune-ask = ¿Quitar { $what } para siempre?
adopt-as = Incorporada como versión { $version }
adopt-reflink = comparte sus bloques en el disco
adopt-copied = copiada y comparada byte por byte
adopt-untouched = El original no se tocó: { $path }
adopt-whose = No se sabe de qué iPhone es esta copia.
adopt-whose-why = No lo dicen ni el nombre de la carpeta ni Manifest.plist.
adopt-whose-next = Dé a la carpeta el UDID del iPhone como nombre, como hizo el programa que la creó.
adopt-own = Esta copia ya está en el lugar propio de Unstuck.
adopt-unsound = Esta copia no está en buen estado, así que no se incorporó.
adopt-rules = Reglas que encontraron algo: { $list }.
adopt-why = Vea por qué con: unstuck verify { $path }
export-compared = { $what } ({ $size }), cada uno comparado con el sello de la versión { $version }
export-finder = En el Finder, elija el iPhone y luego “Restaurar copia de seguridad”; la lista la muestra.
export-itunes = En iTunes o Dispositivos Apple, elija “Restaurar copia de seguridad”.
export-where = No se dijo adónde.
export-where-next = Indique la carpeta en la que el otro programa guarda sus copias.
export-two = Se indicaron dos versiones o dos carpetas.
export-among = El destino está entre las versiones propias de Unstuck.
export-among-next = Elija la carpeta del otro programa con --to DIR.
export-there = En el destino ya hay una copia de este iPhone.
export-there-why = No se reemplaza nada de lo que hay allí.
export-there-next = Muévala o elija otra carpeta con --to DIR.
export-damaged = Esta versión está dañada, así que no se entregó.
export-damaged-next = Vea qué está dañado con: unstuck versions scrub
scrub-whole = Leído: { $what } ({ $files }, { $size }); { $same } como al sellarse.
scrub-damaged = Leído: { $what } ({ $files }, { $size }); { $same } como al sellarse, { $which } DAÑADA(S); los archivos se nombran arriba.
scrub-more = No se leyó todo; la próxima vez se sigue desde ahí.
scrub-next = Haga ahora una copia nueva y revise el disco.
finish-moving = { $path } se interrumpió mientras sus archivos se ponían en su sitio.
finish-removing = { $path } se interrumpió mientras se retiraban archivos obsoletos.
finish-plan = El plan, sobre una copia; el original queda como está:
finish-copy = copiar la copia de seguridad
finish-put = poner { $what } ({ $size }) de Snapshot en su sitio
finish-remove = quitar los archivos que la lista no nombra
finish-note = anotar en Status.plist que la ejecución terminó
finish-verify = comprobar el resultado; si no resiste, se quita la copia
finish-done = { $what } puestos en su sitio, { $more } quitados
finish-obsolete = { $count ->
    [one] { $count } obsoleto
   *[other] { $count } obsoletos
}
finish-not-held = La copia no resistió y se quitó de nuevo.
finish-undo = El original no se tocó; para deshacerlo, elimine la copia.
finish-none = No se hizo nada. Para hacerlo: unstuck versions finish FOLDER --to DIR --yes
finish-not = Esta copia no puede terminarse sin el iPhone.
finish-not-why = Solo puede hacerse si se interrumpió cuando ya habían llegado todos los archivos.
finish-not-see = Vea qué es con: unstuck verify FOLDER
finish-not-next = Con el iPhone a mano, haga la copia otra vez: sigue donde se detuvo.
finish-in-itself = La copia quedaría dentro de la propia copia de seguridad.
finish-failed = No se pudo terminar la copia.
finish-failed-why = El original no se tocó, la copia se quitó.
work-end = El trabajo no llegó a su fin.
damaged-good = { $version }, { $path }: { $what } hay una copia buena en la versión { $id }
damaged-none = { $version }, { $path }: { $what } ninguna otra versión lo tiene

## Files
files-sum = { $what } ({ $size }), { $others }.
files-damaged = La lista de la copia está dañada: { $fault }. Encontrado aun así: { $what }, perdido: al menos { $more }; vea `unstuck verify`.
extract-sum = { $what } ({ $size }), { $links } y { $folders }
extract-sum-there = { $what } ({ $size }), { $links } y { $folders }; ya estaban: { $more }
extract-renamed = { $count ->
    [one] { $count } archivo tiene otro nombre que en el iPhone
   *[other] { $count } archivos tienen otro nombre que en el iPhone
}
extract-lost = { $what } no se pudieron extraer como en el iPhone; lo que se sabe se nombra arriba
extract-damaged = La lista de la copia está dañada: { $fault }
extract-inside = El destino está dentro de la copia.
extract-inside-why = Nunca se escribe nada dentro de una copia.
extract-inside-next = Elija una carpeta en otro sitio con --to DIR.
extract-again = Lo extraído hasta ahora está entero; ejecútelo otra vez para seguir.
extract-lies = { $name } está en { $path }
filter-bad = No se entiende el patrón.
filter-bad-next = `*.jpg` encuentra nombres, `Media/DCIM/**` rutas; póngalo entre comillas.
work-trying-some = se prueba la contraseña, unos segundos
work-trying = se prueba la contraseña
work-opening = se abre la copia
work-taking-out = se extrae
work-taking-in = se incorpora
work-copying = se copia
work-proving = se comprueba y se copia
work-reading-again = se vuelven a leer las versiones
work-lists = se leen las listas
work-list = se comprueba la lista de archivos
work-there = se mira qué hay
work-every = se lee cada archivo

## The backup that is meant
source-none = Aquí no hay ninguna copia.
source-none-why = { $path } no contiene Manifest.plist ni Status.plist.
source-none-next = Indique la carpeta que contiene Manifest.plist; su nombre es el UDID del iPhone.
source-none-list = `unstuck versions list` muestra lo que guarda Unstuck.
source-password = La copia está cifrada y se necesita su contraseña.
source-password-why = Sin ella no se pueden leer ni los nombres de los archivos.
source-wrong = La contraseña no es la que se usó al hacer esta copia.
source-wrong-why = Eso no es un daño: la copia misma puede estar perfectamente.
source-wrong-next = Pruebe la contraseña que valía cuando se hizo la copia.
source-wrong-which = Vea qué versiones abre una contraseña con: unstuck password rehearse
source-no-backup = En esta carpeta no hay ninguna copia.
source-old = La copia se hizo con iOS 4 o anterior.
source-old-why = Unstuck lee copias de iOS 5 en adelante.
source-closed = La copia no se puede abrir.
source-closed-next = Vea qué falla con: unstuck verify { $path }
secret-ask = Contraseña de la copia
secret-ask-check = Contraseña de la copia (vacío: comprobar sin ella)

## Trying a password
rehearse-opens = se abre
rehearse-closed = NO se abre con esta contraseña
rehearse-plain = no está cifrada: se abre sin contraseña
rehearse-damaged = tiene claves dañadas; vea `unstuck verify`
rehearse-remembered = La contraseña está ahora en el llavero del sistema.
rehearse-forgotten = La contraseña ya no está en el llavero del sistema.
rehearse-nothing = La contraseña no abre nada aquí, así que no se recordó.
rehearse-whose = ¿La contraseña de qué iPhone?
rehearse-whose-next = Indíquelo con --device UDID.
rehearse-none = No hay versiones en las que probar una contraseña.
rehearse-none-next = Indique una carpeta de copia: unstuck password rehearse FOLDER
rehearse-ask = Contraseña de copia para probar
rehearse-needed = Se necesita la contraseña de copia que se va a probar.
lost-if = Si se perdió la contraseña:
lost-nobody = Nadie puede sacarla de una copia ni restablecerla allí.
lost-others = Pruebe otras: una anterior, la de un iPhone anterior, el código, la de la Cuenta de Apple.
lost-mac = Puede tenerla un Mac: Acceso a Llaveros, busque `iPhone Backup`.
lost-new = Las copias nuevas pueden tener otra: en el iPhone, Ajustes, General, Transferir o restablecer el iPhone, Restablecer, Restablecer ajustes.
lost-costs = Conserva todos los datos y apps; se pierden los ajustes, las contraseñas de Wi-Fi y las tarjetas de Wallet ligadas al código.
lost-stay = Las copias anteriores siguen cerradas con la contraseña antigua: guárdelas, quizá la recuerde.

## Rehearsing a restore
drill-begin = Ensayo: la copia va a un iPhone simulado, no se toca ninguno real.
drill-well = El ensayo salió bien: esta copia se puede restaurar.
drill-wrong = El ensayo encontró { $what } mal.
drill-restored = Restaurado  { $what }, { $size }, { $folders }, { $links }, en { $time }
drill-digests = { $count ->
    [one] Sumas  { $count } coincide con { $which }
   *[other] Sumas  { $count } coinciden con { $which }
}
drill-seal = el sello de la versión
drill-disk = los archivos del disco, leídos otra vez
drill-other = { $path }: otros bytes
drill-not-sealed = { $count ->
    [one] { $count } archivo no está en el sello
   *[other] { $count } archivos no están en el sello
}
drill-next = Restaure otra versión; compruebe esta: unstuck verify
drill-unread = No se compararon las sumas.
drill-no-seal = El sello de esta versión no sirve.
drill-no-seal-next = Compruebe la versión con: unstuck verify
restore-not-whole = La copia no está entera: { $what }.

## Simulated iPhones
simulated-at = Simulado: { $name } en { $address }
simulated-use = Úselo con: { $address }
simulated-restored = Restaurado: { $id }, { $list }
simulated-after = { $count ->
    [one] como estaba tras { $count } copia
   *[other] como estaba tras { $count } copias
}
simulated-never = contenido que nunca tuvo
simulated-exact = cada byte como se esperaba
simulated-not = { $what } no como se esperaba: { $faults }
simulated-failed = No se puede ofrecer el iPhone simulado.
simulated-failed-next = Elija otra dirección con --listen.

## What is remembered
keyring-no = El llavero del sistema no respondió.
keyring-nothing = No se recordó ni se olvidó nada.
keyring-linux = En Linux debe estar en marcha y desbloqueado un llavero como GNOME Keyring o KWallet.
keyring-without = Si no hay ninguno, guarde la contraseña en un archivo e indíquelo en UNSTUCK_PASSWORD_FILE.

## What an option takes
takes-number = un número entre 0,01 y 1000
takes-size = un número y B, KB, MB, GB o TB
takes-such = un número, como 20MB
takes-date = una fecha como 2024-01-31

## Faults of lists
fault-no-db = no hay Manifest.db
fault-not-file = Manifest.db no es un archivo normal
fault-empty = Manifest.db está vacío
fault-cut = Manifest.db tiene { $count } bytes, algo que ningún archivo cifrado tiene
fault-begin = Manifest.db no empieza como una base de datos
fault-end = el final de Manifest.db falta o está alterado
fault-inside = Manifest.db está dañado por dentro: { $why }
fault-unread = Manifest.db no se puede leer: { $why }
fault-mbdb = Manifest.mbdb no empieza como una lista de archivos
fault-mbdb-cut = Manifest.mbdb se corta en la entrada del byte { $count }
fault-stopped = detenido a petición
fault-library = falló la biblioteca de bases de datos: { $why }

## Single findings of the verifier
finding-of = { $subject }: { $which }
finding-backup = la copia
found-name = El nombre de la carpeta no es el identificador de un iPhone.
found-status = Status.plist no sirve: { $fault }.
found-no-version = Status.plist no indica ninguna versión.
found-version = Status.plist indica la versión { $text }.
found-state = SnapshotState es { $text }.
found-snapshot = { $count ->
    [one] En la carpeta Snapshot queda aún { $count } elemento.
   *[other] En la carpeta Snapshot quedan aún { $count } elementos.
}
found-plist-empty = Manifest.plist tiene 0 bytes, como lo deja un programa que se rindió.
found-plist = Manifest.plist no sirve: { $fault }.
found-key = Manifest.plist no tiene { $name } utilizable.
found-other = { $names } indican iPhone distintos.
found-no-bag = Falta BackupKeyBag.
found-bag = BackupKeyBag no sirve: { $fault }.
found-bag-password = BackupKeyBag no tiene ninguna clave que abra una contraseña.
found-class = La clave de la clase de protección { $number } en BackupKeyBag está dañada.
found-no-manifest-key = Falta ManifestKey.
found-manifest-key = ManifestKey no sirve: { $fault }.
found-no-db = Manifest.db no está.
found-db-odd = Manifest.db no es un archivo normal.
found-db-empty = Manifest.db tiene 0 bytes.
found-db-cut = Manifest.db tiene { $count } bytes, así que falta el final.
found-padding = Manifest.db se guardó sin relleno, como hacen algunos programas. Está entero.
found-tables = Su lista de tablas no se puede leer.
found-row = Su fila { $number } de la lista se perdió.
found-column = Falta la columna { $name }.
found-db-version = Manifest.db tiene la versión { $number }; los iPhone escriben { $total }.
found-flags = Sus marcas son { $number }, no 1, 2 o 4.
found-record = Su registro no se puede leer: { $fault }.
found-record-empty = Su registro está vacío, como lo deja una ejecución sin terminar.
found-record-other = Su registro es el de otra ruta.
found-disagree = La fila y el registro no coinciden en qué es.
found-size = Solo los archivos tienen tamaño, y este no lo es.
found-nowhere = Es un enlace que no lleva a ningún sitio.
found-climbs = Su ruta sale de la copia.
found-missing = Su contenido no está en la copia.
found-nothing = Está vacío y no se guarda nada para él.
found-block = Tiene { $count } bytes, algo que ningún archivo cifrado tiene.
found-length = Hay { $number } bytes guardados y se esperaban { $total }.
found-own-key = Su clave no sirve: { $fault }.
found-content = Su contenido no sirve: { $fault }.
found-digests = { $number } sumas encajan y { $total } no: parecen hechas de otra forma que la conocida, así que no se deduce nada.
found-digest = No es lo que dice la suma de su registro.
found-page = Su primera página no tiene sentido.
found-instead = Tiene { $number } bytes en vez de { $total }.
found-orphan = Ningún archivo de la lista tiene este contenido de { $count } bytes.
found-folder-name = La carpeta debería llamarse { $name }.
found-into = Debe ir en la carpeta { $name }.
found-at = Su sitio es { $path }.
found-named = Debería llamarse { $name }.
found-no-part = No forma parte de la copia.
found-irregular = No es un archivo normal.
found-hollow = Su contenido está vacío en vez de tener { $count } bytes.
found-lower = También está el mismo nombre en minúsculas: { $name }.
found-info = Info.plist no sirve: { $fault }.
found-info-whose = Info.plist no dice de quién es esta copia.
found-apart = Status.plist y Manifest.plist distan { $count } días.
found-free = En este disco hay { $count } MB libres.
found-unread = No se puede leer: { $why }.
found-twice = Leído dos veces, no fue igual ambas veces.
found-permission = Este ordenador no deja a Unstuck leerlo; falta un permiso.
found-before = Faltan { $count } archivos de la copia anterior.
found-seal = No se puede confiar en el propio sello: { $fault }.
found-added = Desde entonces se añadieron { $count } archivos; este es el primero.
found-gone = Estaba cuando se comprobó la copia y ya no está.
found-longer = Tiene otra longitud que cuando se comprobó.
found-changed = Su contenido no es el que se comprobó.

## What the scenarios are
scenario-agent-dies-at-manifest = El servicio de copia muere cada vez antes de enviar su lista de archivos, como uno que necesita más memoria de la que recibe.
scenario-agent-dies-once = El servicio de copia del iPhone muere una vez en medio de un archivo.
scenario-backup-service-forbidden = Un perfil del iPhone prohíbe las copias.
scenario-backup-service-taken = Otro programa usa el servicio de copia del iPhone.
scenario-battery-gone = La batería del iPhone se agota en medio del envío.
scenario-broken-files = Los archivos se cortan por la mitad, cada uno con otro error del iPhone.
scenario-cancelled = El dueño cancela en el iPhone en medio del envío.
scenario-claims-4-gigabytes = Un bloque dice medir cuatro gigabytes, en cada conexión.
scenario-closed-before-response = La conexión se cierra justo antes de la última palabra del iPhone.
scenario-demonstration = El iPhone pide su código, el dueño lo escribe a los tres segundos, y el cable se sale una vez y se vuelve a conectar.
scenario-disconnects = El iPhone se despide una vez en medio del envío, con un motivo.
scenario-disk-full = El iPhone quiere enviar más de lo que cabe en el disco, pide sitio y termina con el error 105.
scenario-duplicates = Uno de cada diez archivos llega dos veces seguidas.
scenario-empty-batches = Antes de cada lote llega uno sin archivos.
scenario-encrypted = Un iPhone con copias cifradas; la contraseña es "simulated".
scenario-error-104 = El iPhone no puede leer algunos de sus archivos y termina con el error 104 tras el envío.
scenario-error-105 = El iPhone termina enseguida con el error 105: no hay sitio en el ordenador.
scenario-error-205 = El iPhone da por dañada la copia existente y termina con el error 205.
scenario-error-207 = El iPhone da por errónea la contraseña de copia y termina con el error 207.
scenario-error-208 = El iPhone está bloqueado y termina con el error 208.
scenario-error-211 = Buscar está activado y el iPhone termina con el error 211, como al restaurar.
scenario-folders-in-the-way = Donde deben ir archivos hay carpetas.
scenario-garbage = En medio del envío llegan una vez bytes sin sentido.
scenario-growing = Un iPhone que se usa entre copias: cambia el 2 % de sus archivos, unos llegan y otros se van.
scenario-healthy = Todo va bien: un iPhone de confianza con unos cientos de archivos, sin contraseña ni petición del código.
scenario-hostile-paths = El iPhone prueba todo con rutas que salen de su carpeta y luego hace una copia.
scenario-huge-blocks = Bloques de cuatro megabytes, cien veces los que envían los iPhone.
scenario-left-out-files = Los archivos que el iPhone ni siquiera puede abrir no aparecen en el envío.
scenario-lockdown-nonsense = lockdown del iPhone responde cosas sin sentido.
scenario-lockdown-silent = lockdown del iPhone no responde nunca.
scenario-lockdown-silent-once = lockdown del iPhone no responde una vez.
scenario-locked = El iPhone se encendió y nunca se desbloqueó: sus servicios se niegan.
scenario-locks-and-opens = Se corta la conexión, el iPhone queda bloqueado como tras un reinicio y su dueño lo desbloquea a los 90 segundos.
scenario-no-progress = Ningún mensaje del iPhone dice por dónde va.
scenario-notifications-die = El servicio de avisos del iPhone muere enseguida; la copia sigue sin él.
scenario-odd-ends = Los archivos terminan con el código 0x0B y sin texto tras todos sus datos, como en algunos iPhone: no es un error.
scenario-one-file-batches = Cada archivo llega en un lote propio.
scenario-passcode-dismissed = Aparece la petición del código y se cierra: el iPhone termina con el error 208.
scenario-passcode-late = Aparece la petición del código y se responde a los tres minutos.
scenario-passcode-never = Aparece la petición del código y nadie responde: el iPhone se rinde a la media hora con el error 208.
scenario-phone-full = Al iPhone no le queda sitio para preparar una copia y termina con el error 106.
scenario-quiet-scan-logged = El iPhone se revisa durante diez minutos; solo su registro muestra que vive.
scenario-quiet-scan-silent = El iPhone se revisa durante diez minutos sin una palabra en ninguna parte.
scenario-repeats-for-ever = El iPhone envía el mismo archivo una y otra vez.
scenario-same-point-loop = El cable se sale siempre en el mismo archivo.
scenario-screen-locks = La pantalla del iPhone se bloquea en medio del envío; la copia sigue.
scenario-session-restarts = El iPhone termina cada sesión antes del primer archivo y empieza otra.
scenario-silence-before-response = Todo está hecho y la última palabra no llega nunca.
scenario-silence-for-a-while = En medio de un archivo no llega nada durante 40 segundos; luego sigue.
scenario-silence-for-ever = En medio de un archivo ya no llega nada, otra vez en cada conexión.
scenario-silence-in-moving = Mientras se mueven archivos, el iPhone calla para siempre, una vez.
scenario-silence-in-scan = El iPhone se revisa y no vuelve a decir nada.
scenario-slow-link = Una conexión lenta: 100 KB por segundo.
scenario-slow-thinking = El iPhone piensa 20 segundos antes de cada lote de archivos.
scenario-slow-tidying = Tras el envío, el iPhone espera 90 segundos antes de cada traslado y retirada.
scenario-snapshot-left-over = Estorba una instantánea que dejó en el iPhone una copia interrumpida: error 3.
scenario-sync-lock-held = Otro programa retiene el bloqueo de sincronización y no lo suelta.
scenario-sync-lock-held-for-a-while = Otro programa retiene el bloqueo de sincronización un minuto.
scenario-three-phones-one-refuses = Hay tres iPhone conectados; el segundo termina con el error 205, los demás van bien.
scenario-tiny-blocks = Cada byte de un archivo llega en un bloque propio.
scenario-tls-breaks = En medio del envío llega una vez algo que no es TLS.
scenario-tls-refused = El iPhone corta TLS.
scenario-tls-silent = TLS con el iPhone no termina nunca.
scenario-trickle = Llegan bytes sin fin, 50 por segundo.
scenario-trust-late = El iPhone no conoce este ordenador; su dueño toca Confiar a los 30 segundos.
scenario-trust-lost = El iPhone ya no conoce este ordenador; su dueño vuelve a tocar Confiar.
scenario-trust-never = El iPhone no conoce este ordenador y nadie responde a la pregunta de confianza.
scenario-trust-refused = El iPhone no conoce este ordenador y su dueño toca No confiar.
scenario-two-phones = Hay dos iPhone conectados a la vez.
scenario-unplugged-and-back = Se desconecta el cable en medio de un archivo y se vuelve a conectar a los 20 segundos.
scenario-unplugged-for-good = Se desconecta el cable en medio de un archivo y así queda.
scenario-unplugged-in-folders = Se desconecta el cable mientras se crean carpetas y se vuelve a conectar a los 20 segundos.
scenario-unplugged-in-manifest = Se desconecta el cable mientras se envía la lista de archivos y se vuelve a conectar a los 20 segundos.
scenario-unplugged-in-moving = Se desconecta el cable mientras se mueven archivos y se vuelve a conectar a los 20 segundos.
scenario-unplugged-in-recheck = Se desconecta el cable mientras el iPhone comprueba el resultado y se vuelve a conectar a los 20 segundos.
scenario-unplugged-in-removing = Se desconecta el cable mientras se quitan archivos antiguos y se vuelve a conectar a los 20 segundos.
scenario-unplugged-in-scan = Se desconecta el cable mientras el iPhone se revisa y se vuelve a conectar a los 20 segundos.
scenario-unreadable-files = Tres archivos del iPhone no se pueden leer; todo lo demás se guarda.
scenario-usb-data-blocked = El iPhone toma corriente pero no datos: el servicio no lo ve.
scenario-usbmuxd-mixes-numbers = El servicio usbmux conecta dos veces con otro iPhone que el del número.
scenario-usbmuxd-nonsense = El servicio usbmux responde cosas sin sentido.
scenario-usbmuxd-restarted = El servicio usbmux se reinicia en medio de un archivo: se corta toda conexión y el iPhone recibe otro número.
scenario-usbmuxd-silent = El servicio usbmux acepta conexiones y no responde nunca.
scenario-wifi = Se llega al iPhone por Wi-Fi.
scenario-wifi-announced = Se llega al iPhone por Wi-Fi y se anuncia él mismo; ningún servicio lo conoce.
scenario-wifi-falls-asleep = Por Wi-Fi: no llega ningún latido, el iPhone se duerme en medio de un archivo y no responde en dos minutos.
scenario-wifi-trust-lost = Por Wi-Fi: el iPhone ya no conoce este ordenador, y la confianza necesita un cable.
