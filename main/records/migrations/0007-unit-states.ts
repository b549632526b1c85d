/** Why a unit is in the state it is in, identities that rework replaced, what QA found, and who opened and closed a lot. */
export const unitStates: readonly string[] = [
  `create table unitStates (
    id integer primary key autoincrement,
    unit integer not null references units (id),
    fromState text not null,
    toState text not null,
    act text not null,
    reason text not null,
    operator text,
    station text not null,
    at text not null
  ) strict`,
  `create index unitStatesByUnit on unitStates (unit, id)`,

  `create table formerIdentities (
    id integer primary key autoincrement,
    unit integer not null references units (id),
    run integer not null references runs (id),
    identity text not null,
    replacedAt text not null
  ) strict`,
  `create index formerIdentitiesByUnit on formerIdentities (unit, id)`,

  `create table verifications (
    id integer primary key autoincrement,
    unit integer not null references units (id),
    outcome text not null,
    checks text not null,
    operator text,
    station text not null,
    at text not null
  ) strict`,
  `create index verificationsByUnit on verifications (unit, id)`,

  ...["unitStates", "formerIdentities", "verifications"].flatMap((table) => [
    `create trigger ${table}Kept before delete on ${table} begin
      select raise(abort, 'history is never deleted');
    end`,
    `create trigger ${table}Over before update on ${table} begin
      select raise(abort, 'history is never changed');
    end`,
  ]),
  `create index unitsOnHold on units (lot, state) where state in ('quarantined', 'rework')`,

  `alter table lots add column openedBy text`,
  `alter table lots add column closedAt text`,
  `alter table lots add column closedBy text`,
];
