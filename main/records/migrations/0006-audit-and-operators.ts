/**
 * The audit trail: one hash chain that can only grow at its end. Who works here, and whose run a run was. Triggers hold against our
 * own code; who can write the file can drop them, and is found by the hashes.
 */
export const auditAndOperators: readonly string[] = [
  `create table audit (
    seq integer primary key autoincrement,
    at text not null,
    station text not null,
    operator text,
    act text not null,
    subject text,
    reason text,
    facts text not null,
    previousHash text,
    hash text not null
  ) strict`,
  `create index auditBySubject on audit (subject, seq)`,
  `create trigger auditAtItsEnd before insert on audit
    when new.previousHash is not (select hash from audit order by seq desc limit 1) begin
    select raise(abort, 'the audit trail only grows at its end');
  end`,
  `create trigger auditKept before delete on audit begin
    select raise(abort, 'history is never deleted');
  end`,
  `create trigger auditOver before update on audit begin
    select raise(abort, 'an audit entry is never changed');
  end`,

  `create table operators (
    id integer primary key autoincrement,
    name text not null,
    nameKey text not null unique,
    role text not null,
    pinHash text,
    badgeDigest text unique,
    active integer not null,
    misses integer not null,
    lockedUntil text,
    createdAt text not null,
    updatedAt text not null
  ) strict`,
  `create trigger operatorsKept before delete on operators begin
    select raise(abort, 'history is never deleted');
  end`,

  `alter table runs add column operator text`,
];
