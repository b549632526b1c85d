/**
 * A certificate's serial number is unique among those of its authority (RFC 5280 §4.1.2.2), no longer among all: two issuers outside may
 * both count 1, 2, 3. SQLite takes a constraint off a table only by making the table anew (sqlite.org/lang_altertable.html §7), which wants
 * foreign keys off: `migrate` does that and checks them afterwards. An identity names its certificate by authority and number; those on record
 * were still one number each.
 */
export const numbersByAuthority: readonly string[] = [
  `alter table identities add column certificateAuthority text`,
  `update identities set certificateAuthority = (
    select authority from certificates where certificates.serialNumber = identities.certificateSerialNumber
  ) where certificateSerialNumber is not null`,

  // The columns stand in the old order, so that SQLite copies whole rows and looks into none.
  `create table certificatesAnew (
    id integer primary key autoincrement,
    serialNumber text not null,
    unit integer not null references units (id),
    run integer not null references runs (id),
    authority text not null,
    publicKeySha256 text not null,
    registrationId text not null,
    state text not null,
    chain text,
    notBefore text,
    notAfter text,
    intendedAt text not null,
    issuedAt text,
    sha256 text
  ) strict`,
  `insert into certificatesAnew select * from certificates`,
  `drop table certificates`,
  `alter table certificatesAnew rename to certificates`,

  `create unique index certificatesByNumber on certificates (serialNumber, authority)`,
  `create index certificatesByUnit on certificates (unit, id)`,
  `create index certificatesBySha256 on certificates (sha256) where sha256 is not null`,
  `create trigger certificatesKept before delete on certificates begin
    select raise(abort, 'history is never deleted');
  end`,
  `create trigger certificatesIssued before update on certificates when old.state <> 'intended' begin
    select raise(abort, 'an issued certificate is never changed');
  end`,
];
