/** Seals of manifests, one after the other: no two may name the same one before them, and none is ever changed. */
export const seals: readonly string[] = [
  `create table seals (
    id integer primary key autoincrement,
    lot text not null references lots (lot),
    format text not null,
    count integer not null,
    root text not null,
    digest text not null unique,
    previous text references seals (digest),
    createdAt text not null
  ) strict`,
  `create unique index sealsOneAfterAnother on seals (coalesce(previous, ''))`,
  `create trigger sealsKept before delete on seals begin
    select raise(abort, 'history is never deleted');
  end`,
  `create trigger sealsOver before update on seals begin
    select raise(abort, 'a seal is never changed');
  end`,
];
