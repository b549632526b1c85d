/**
 * The journal of symmetric keys, sealed until the service has them, and the enrollment group of units that have no entry of their
 * own. An erased key never comes back.
 */
export const symmetricKeys: readonly string[] = [
  `create table symmetricKeys (
    id integer primary key autoincrement,
    unit integer not null references units (id),
    run integer not null references runs (id),
    registrationId text not null,
    registrationKey text not null,
    keySha256 text not null unique,
    sealed text,
    intendedAt text not null,
    erasedAt text
  ) strict`,
  `create index symmetricKeysByRegistration on symmetricKeys (registrationKey, unit, id)`,
  `create trigger symmetricKeysKept before delete on symmetricKeys begin
    select raise(abort, 'history is never deleted');
  end`,
  `create trigger symmetricKeysErased before update on symmetricKeys when old.sealed is null begin
    select raise(abort, 'an erased key is never changed');
  end`,
  `alter table identities add column enrollmentGroup text`,
  `alter table identities add column groupService text`,
];
