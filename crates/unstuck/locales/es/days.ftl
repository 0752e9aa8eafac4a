# Days as people say them. The preposition belongs to the words of a day.
day-bare-today = hoy, { $time }
day-bare-yesterday = ayer, { $time }
day-bare-weekday = { $weekday }, { $time }
day-bare-date = { $day } de { $month } de { $year }, { $time }
day-on-today = hoy { $hour ->
        [1] a la
       *[other] a las
    } { $time }
day-on-yesterday = ayer { $hour ->
        [1] a la
       *[other] a las
    } { $time }
day-on-weekday = el { $weekday } { $hour ->
        [1] a la
       *[other] a las
    } { $time }
day-on-date = el { $day } de { $month } de { $year } { $hour ->
        [1] a la
       *[other] a las
    } { $time }
day-of-today = de hoy { $hour ->
        [1] a la
       *[other] a las
    } { $time }
day-of-yesterday = de ayer { $hour ->
        [1] a la
       *[other] a las
    } { $time }
day-of-weekday = del { $weekday } { $hour ->
        [1] a la
       *[other] a las
    } { $time }
day-of-date = del { $day } de { $month } de { $year } { $hour ->
        [1] a la
       *[other] a las
    } { $time }
weekday-1 = lunes
weekday-2 = martes
weekday-3 = miércoles
weekday-4 = jueves
weekday-5 = viernes
weekday-6 = sábado
weekday-7 = domingo
month-1 = enero
month-2 = febrero
month-3 = marzo
month-4 = abril
month-5 = mayo
month-6 = junio
month-7 = julio
month-8 = agosto
month-9 = septiembre
month-10 = octubre
month-11 = noviembre
month-12 = diciembre
