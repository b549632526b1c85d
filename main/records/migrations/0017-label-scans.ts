/**
 * What was scanned back of a label: `prints.expected` are the codes it has, where one of them was to be scanned in `slot`; each scan is a row,
 * and so is that the line went on without one.
 */
export const labelScans: readonly string[] = [
  `alter table prints add column slot text`,
  `alter table prints add column expected text`,
  `create index printsAwaited on prints (slot, id) where expected is not null`,
  `create table labelScans (
    id integer primary key autoincrement,
    print integer not null references prints (id),
    outcome text not null,
    scanned text,
    operator text,
    station text not null,
    at text not null
  ) strict`,
  `create index labelScansByPrint on labelScans (print, id)`,
  `create trigger labelScansKept before delete on labelScans begin
    select raise(abort, 'history is never deleted');
  end`,
  `create trigger labelScansOver before update on labelScans begin
    select raise(abort, 'history is never changed');
  end`,
];
