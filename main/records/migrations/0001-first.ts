/** Tables, the constraints that keep identities unique, and the triggers that keep history as it was written. */
export const first: readonly string[] = [
  `create table facts (name text primary key, value text not null) strict`,

  `create table lots (
    id integer primary key autoincrement,
    lot text not null unique,
    recipe text not null,
    recipeHash text not null,
    recipeText text not null,
    model text not null,
    attestation text not null,
    quantity integer,
    state text not null,
    openedAt text not null
  ) strict`,

  `create table units (
    id integer primary key autoincrement,
    serialNumber text not null unique,
    model text not null,
    lot text not null references lots (lot),
    state text not null,
    runs integer not null,
    lastRun integer not null,
    lastOutcome text,
    firstOutcome text,
    passedAt text,
    searchText text not null,
    createdAt text not null,
    updatedAt text not null
  ) strict`,
  `create index unitsNewest on units (lastRun, searchText)`,
  `create index unitsByLot on units (lot, passedAt, lastOutcome, firstOutcome)`,
  `create index unitsPassed on units (lot, id) where passedAt is not null`,

  `create table runs (
    id integer primary key autoincrement,
    runId text not null unique,
    lot text not null references lots (lot),
    slot text not null,
    unit integer references units (id),
    outcome text not null,
    startedAt text not null,
    finishedAt text,
    ms real,
    problem text
  ) strict`,
  `create index runsByUnit on runs (unit, id)`,
  `create index runsByLot on runs (lot, outcome, id)`,
  `create index runsRunning on runs (id) where outcome = 'running'`,

  `create table steps (
    run integer not null references runs (id),
    number integer not null,
    step text not null,
    outcome text not null,
    code text,
    startedAt text not null,
    ms real,
    measurements text not null,
    primary key (run, number)
  ) strict, without rowid`,
  `create index stepsRunning on steps (run) where outcome = 'running'`,

  `create table identities (
    unit integer primary key references units (id),
    attestation text not null,
    registrationId text not null,
    registrationKey text not null unique,
    deviceId text not null unique,
    endorsementKey text unique,
    publicKeySha256 text not null unique,
    certificateSerialNumber text,
    facts text not null,
    run integer not null references runs (id),
    createdAt text not null
  ) strict`,

  `create table certificates (
    id integer primary key autoincrement,
    serialNumber text not null unique,
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
    issuedAt text
  ) strict`,
  `create index certificatesByUnit on certificates (unit, id)`,

  `create table enrollments (
    id integer primary key autoincrement,
    registrationId text not null,
    registrationKey text not null unique,
    unit integer not null unique references units (id),
    service text not null,
    deviceId text not null,
    entry text not null,
    state text not null,
    attempts integer not null,
    code text,
    detail text,
    etag text,
    nextAttemptAt text not null,
    registrationStatus text,
    assignedHub text,
    registrationDeviceId text,
    registrationAt text,
    registrationChecks integer not null,
    nextRegistrationCheckAt text,
    createdAt text not null,
    updatedAt text not null
  ) strict`,
  `create index enrollmentsQueued on enrollments (nextAttemptAt, id) where state = 'queued'`,
  `create index enrollmentsByState on enrollments (state)`,
  `create index enrollmentsToCheck on enrollments (nextRegistrationCheckAt) where nextRegistrationCheckAt is not null`,

  ...["runs", "steps", "certificates", "identities", "enrollments", "units", "lots"].map(
    (table) => `create trigger ${table}Kept before delete on ${table} begin
      select raise(abort, 'history is never deleted');
    end`,
  ),
  `create trigger runsOver before update on runs when old.outcome <> 'running' begin
    select raise(abort, 'a finished run is never changed');
  end`,
  `create trigger stepsOver before update on steps when old.outcome <> 'running' begin
    select raise(abort, 'a finished step is never changed');
  end`,
  `create trigger certificatesIssued before update on certificates when old.state <> 'intended' begin
    select raise(abort, 'an issued certificate is never changed');
  end`,
];
