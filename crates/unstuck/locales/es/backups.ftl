# Palabras de las páginas sobre copias.
version-of = Copia { $of }
version-proven-how = Se volvió a leer cada byte y se comparó con su sello.
version-damaged-how = Se volvió a leer y algo no está como estaba. Es mejor una copia anterior o una nueva.
version-unproven-how = No tiene sello, así que nadie puede decir si cada byte está como estaba.
version-cable = por cable
version-adopted = Incorporada desde
version-except = No incluido, porque el iPhone no pudo entregarlo:
version-in-it = Qué contiene
version-sums = { $count ->
    [one] { $count } archivo, { $bytes }
   *[other] { $count } archivos, { $bytes }
}
version-list-damaged = { $count ->
    [one] La lista de esta copia está dañada. Aquí falta al menos { $count } entrada.
   *[other] La lista de esta copia está dañada. Aquí faltan al menos { $count } entradas.
}
version-by-app = Por app y área
version-more = y { $count } más
version-not-in-it = Lo que una copia nunca contiene
missing-encryption = Esta copia no tiene contraseña, así que no incluye contraseñas guardadas, Wi-Fi, Salud ni el historial de llamadas.
missing-icloud = Lo que ya guarda iCloud: fotos con Fotos en iCloud, mensajes con Mensajes en iCloud, archivos en iCloud Drive.
missing-face = Face ID, Touch ID y el código.
missing-pay = Las tarjetas de Apple Pay.
missing-mail = El correo que está en un servidor; vuelve solo.
missing-store = Música, películas y libros comprados a Apple; se pueden descargar de nuevo.
missing-apps = Las apps mismas, solo sus datos. El iPhone las descarga de nuevo.
backups-adopted = incorporada
backups-older = { $count ->
    [one] También se guarda { $count } más antigua.
   *[other] También se guardan { $count } más antiguas.
}
backups-no-place = La carpeta de las copias no está. Si está en otro disco, conéctelo y mire de nuevo.
acts-title = Qué puede hacer
act-files = Archivos
act-photos = Fotos
act-restore = Devolverla a un iPhone
act-export = Darla a otro programa
act-compare = Comparar dos de ellas
act-compare-before = Comparar con la anterior
act-prune = Quitar las antiguas
act-scrub = Comprobar que siguen enteras
act-scrub-one = Comprobarla otra vez ahora
act-password = Probar si sabe la contraseña
act-adopt = Incorporar una copia de Finder o iTunes
act-journal = Qué hizo Unstuck, y deshacerlo
lock-what = Hay una contraseña abierta en memoria. Se borra tras 15 minutos sin uso.
lock-now = Bloquear ahora
gone-title = Esta copia no está.
gone-step = Quizá su disco está desconectado o se quitó. No se ha tocado nada más. Conecte el disco y mire de nuevo.
unlock-title = Esta copia tiene contraseña.
unlock-step = Sin ella no se pueden leer ni los nombres de los archivos.
unlock-private = Se queda en la memoria de este ordenador y no se escribe en ningún sitio.
unlock-go = Abrir
reading-title = Se está leyendo la lista de esta copia.
reading-step = La página sigue sola. No se cambia nada.
table-what = Tipo
table-app = App o área
table-name = Nombre
table-size = Tamaño
table-changed = Cambiado
table-version = Copia
table-outcome = Resultado
files-title = Archivos
files-all = Todo
files-find = Parte del nombre o de la ruta
files-go = Buscar
files-where = Dónde está
files-everything = Todas las áreas
files-count = { $count ->
    [one] { $count } entrada
   *[other] { $count } entradas
}
files-page = Página { $page } de { $pages }
files-none = No hay nada de eso en esta copia.
file-missing = Este archivo no se puede sacar.
file-missing-step = La copia no se ha cambiado. Los demás archivos no están afectados; quizá una copia anterior tenga este.
pages-label = Páginas de la lista
pages-back = Anterior
pages-next = Siguiente
photos-title = Fotos
photos-none = No hay fotos en esta copia.
photos-count = { $count ->
    [one] { $count } foto o vídeo
   *[other] { $count } fotos y vídeos
}
photos-take = Elija una imagen para sacarla tal como es.
kind-photos = Fotos y vídeos
kind-photo-library = Álbumes, caras y ediciones
kind-messages = Mensajes
kind-contacts = Contactos
kind-calls = Llamadas
kind-voicemail = Buzón de voz
kind-notes = Notas
kind-calendar = Calendarios y recordatorios
kind-voice-memos = Notas de voz
kind-safari = Safari
kind-health = Salud
kind-books = Libros
kind-music = Música y tonos
kind-mail = Ajustes de Mail
kind-keychain = Contraseñas, cerradas
kind-whatsapp = WhatsApp
kind-apps = Apps
compare-title = Qué cambió entre dos copias
compare-older = La más antigua
compare-newer = La más nueva
compare-go = Comparar
compare-reading = Se están comparando.
compare-same-all = No cambió nada entre las dos.
compare-same = { $count ->
    [one] { $count } entrada es igual en ambas.
   *[other] { $count } entradas son iguales en ambas.
}
compare-added = Añadidos
compare-changed = Cambiados
compare-removed = Quitados
compare-all = En total
password-title = ¿Sabe la contraseña de sus copias?
password-step = Pruébela ahora, mientras nada depende de ello. Se prueba en cada copia guardada aquí.
password-go = Probar
tried-opens = Se abre
tried-closed = No se abre con esta contraseña
tried-plain = No tiene contraseña
tried-damaged = Sus claves están dañadas
password-lost-title = Si se perdió la contraseña
password-lost-others = Pruebe otras: una anterior, la de un iPhone anterior, el código, la de su cuenta de Apple.
password-lost-mac = Quizá lo tenga un Mac: abra Acceso a Llaveros y busque «iPhone Backup».
password-lost-new = Las copias nuevas pueden tener otra contraseña: en el iPhone Ajustes, General, Transferir o restablecer el iPhone, Restablecer, Restablecer ajustes. Los datos y las apps se quedan; los ajustes y las contraseñas Wi-Fi se van.
password-lost-nobody = Nadie puede quitar la contraseña a una copia que ya existe. Guárdelas: quizá la recuerde.
scrub-title = ¿Siguen enteras sus copias?
scrub-step = Los discos olvidan. Se vuelve a leer cada archivo y se compara con su sello, primero la copia que más ha esperado.
scrub-how-long = ¿Cuánto tiempo?
scrub-all = Hasta leerlo todo
minutes = { $count ->
    [one] { $count } minuto
   *[other] { $count } minutos
}
scrub-go = Comprobar
scrub-safe = No se cambia nada. Se puede detener; la próxima vez sigue ahí.
adopt-title = Incorporar una copia de otro programa
adopt-step = Se comprueba, se copia y se sella. El original queda como está.
adopt-found = Encontradas en este ordenador
adopt-path = Carpeta de la copia
adopt-path-help = La ruta completa, desde el principio.
adopt-password = Su contraseña, si la tiene
adopt-other = Está en otro sitio
adopt-go = Incorporar
adopt-safe = La carpeta del otro programa solo se lee.
export-title = Dar esta copia a otro programa
export-step = Se deja una copia donde ese programa la busca. Cada archivo se compara con el sello.
export-whom = ¿Para qué programa?
export-path = Carpeta donde guarda las copias
export-go = Dar una copia
export-safe = No se reemplaza nada de lo que hay allí, y esta copia se queda.
prune-title = Quitar copias antiguas
prune-count = { $count ->
    [one] { $count } podría irse.
   *[other] { $count } podrían irse.
}
prune-none = No hace falta quitar nada.
prune-safe = La última copia buena siempre se queda. Nada se va antes de que lo diga.
prune-plan = Plan
prune-goes = se va
keep-last = se queda: de las más nuevas
keep-daily = se queda: la más nueva de su día
keep-weekly = se queda: la más nueva de su semana
keep-monthly = se queda: la más nueva de su mes
keep-last-good = se queda: la última buena
keep-unknown = se queda: no se conoce su fecha
prune-sure = Sé que lo que se va no se puede recuperar.
prune-go = { $count ->
    [one] Quitar { $count } copia para siempre
   *[other] Quitar { $count } copias para siempre
}
drill-title = Primero un ensayo: ¿funcionaría?
drill-step = Toda la copia va a un iPhone simulado y se compara cada byte. No se toca ningún iPhone real.
drill-go = Empezar el ensayo
restore-title = Devolverla a un iPhone
restore-step = Conecte el iPhone con su cable y desbloquéelo. Primero se mira todo lo que podría hacerlo fallar.
restore-warning = Devolverla reemplaza lo que hay ahora en el iPhone. Lo que no está en esta copia desaparece, salvo que lo deje estar.
restore-device = ¿Qué iPhone?
restore-how = ¿Qué se reemplaza?
restore-everything = Todo: después queda como en la copia
restore-merge = Solo lo que está en la copia; el resto se queda
restore-settings = Dejar los ajustes como están ahora
restore-look = Ver si se puede
restore-safe = No se envía nada antes de que haya visto qué se reemplaza y diga que sí. Esta copia queda como está.
restore-consent = Todo está listo. ¿La devuelvo?
restore-consent-step = Lea lo que se reemplaza. Aún no se ha enviado nada.
restore-what = Qué se reemplaza
restore-sure = Lo he leído y quiero que se reemplace.
restore-go = Devolverla ahora
look-title = Qué se ha mirado
look-phone = iPhone
look-model = Modelo
look-find-my = Buscar está activado
look-room = Espacio en él
look-needed = Necesario
look-battery = Batería
look-powered = Conectado a la corriente
look-system = Copia hecha con iOS
look-damaged = Archivos dañados
look-opens = La contraseña la abre
yes = Sí
no = No
journal-title = Qué hizo Unstuck
journal-step = Cada acto se anota antes de hacerse. Lo que se puede deshacer tiene un botón.
journal-none = Unstuck aún no ha cambiado nada.
journal-undo = Deshacer
event-done = hecho
event-undone = deshecho
event-declined = no deseado
event-planned = empezado, no se sabe su final
event-unable = no se pudo
job-restore = Mirando si se puede devolver esta copia.
job-restore-sending = Su copia va hacia el iPhone.
job-restore-placing = El iPhone lo está colocando todo.
job-restore-leave = No desconecte el cable hasta que termine.
job-restore-restarting = El iPhone se reinicia.
job-restore-done = Su copia está en el iPhone.
job-restore-stop = Es mejor dejar que termine. Si se detiene antes de enviarlo todo, el iPhone conserva lo que tenía. La copia de aquí queda como está en cualquier caso.
job-drill = Probándolo en un iPhone simulado.
job-drill-done = Funciona: esta copia se puede devolver.
job-drill-damaged = El ensayo encontró algo mal en esta copia.
job-harmless = Se puede detener en cualquier momento sin daño.
job-scrub = Se están leyendo otra vez sus copias.
job-scrub-stop = Se puede detener cuando quieras; la próxima vez sigue ahí.
job-scrub-done = Sus copias siguen enteras.
job-scrub-part = Lo que se leyó sigue entero.
job-scrub-part-step = Se acabó el tiempo antes de leerlo todo. La próxima vez sigue ahí.
job-scrub-damaged = Algo en sus copias está dañado.
job-scrub-damaged-step = Haga ahora una copia nueva. Lo dañado se nombra abajo; no se quitó nada.
job-adopt = Se está comprobando e incorporando la copia.
job-adopt-done = Está incorporada, comprobada y sellada.
job-adopt-damaged = Esa copia no está bien, así que no se incorporó.
job-adopt-damaged-step = El original no se ha tocado.
job-export = Se está haciendo una copia para el otro programa.
job-export-done = La copia está allí, comparada archivo por archivo.
job-prune = Se están quitando copias antiguas.
job-prune-done = Las copias antiguas se quitaron.
job-prune-stop = Lo quitado queda quitado; el resto se queda.
job-undo = Se está deshaciendo.
job-undo-done = Está deshecho.
job-undo-stop = O se deshace, o queda como está.
job-wait = No tiene que hacer nada.
job-phone-step = Vuelva a conectar el iPhone y desbloquéelo.
job-stopped = Detenido. Sus copias están como estaban.
job-failed = Esta vez no funcionó.
job-failed-step = Sus copias están como estaban.
job-password = Esa no es la contraseña de esta copia.
job-place = No hay sitio, o no se puede escribir allí.
job-place-step = Lo que había antes está como estaba. Haga sitio o elija otro lugar.
job-person = Falta una cosa; no se hizo nada.
job-back = Volver a sus copias
job-sent = Enviado
job-bytes = Datos
job-versions = Copias leídas
job-whole = Siguen enteras
job-damaged = Dañadas
job-removed = Quitadas
job-kept = Se quedan
job-agreed = Comparados e iguales
job-differing = Archivos distintos
job-path = Dónde está
