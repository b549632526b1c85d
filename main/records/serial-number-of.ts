/**
 * A column with the serial number of the unit whose number stands in another, for statements that are prepared once: one with a join and
 * values bound to it SQLite prepares anew at every call (sqlite.org/c3ref/prepare.html, of SQLITE_ENABLE_STAT4), which takes ten times its own time.
 */
export const serialNumberOf = (unit: string): string =>
  `(select units.serialNumber from units where units.id = ${unit}) as serialNumber`;
