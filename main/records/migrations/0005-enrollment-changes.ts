const counted = (row: "new" | "old"): string => `iif(${row}.deletedAt is null, ${row}.state, 'deleted')`;
const addOne = `insert into enrollmentCounts (service, state, count) values (new.service, ${counted("new")}, 1)
    on conflict (service, state) do update set count = count + 1`;

/**
 * What a conflict looked like, what people wanted changed at the service, and counts that are kept instead of made: with a million
 * entries nothing the queue asks at every wake may look at all of them.
 */
export const enrollmentChanges: readonly string[] = [
  `alter table enrollments add column differences text`,
  `alter table enrollments add column theirEtag text`,
  `alter table enrollments add column deletedAt text`,

  `create table enrollmentChanges (
    id integer primary key autoincrement,
    enrollment integer not null references enrollments (id),
    registrationKey text not null,
    service text not null,
    act text not null,
    reason text not null,
    author text not null,
    expectedEtag text,
    certificate text,
    state text not null,
    attempts integer not null,
    nextAttemptAt text not null,
    code text,
    detail text,
    intendedAt text not null,
    finishedAt text
  ) strict`,
  `create index enrollmentChangesWaiting on enrollmentChanges (registrationKey, id) where state = 'waiting'`,
  `create index enrollmentChangesDue on enrollmentChanges (nextAttemptAt, id) where state = 'waiting'`,
  `create index enrollmentChangesByEnrollment on enrollmentChanges (enrollment, id)`,
  `create trigger enrollmentChangesKept before delete on enrollmentChanges begin
    select raise(abort, 'history is never deleted');
  end`,
  `create trigger enrollmentChangesOver before update on enrollmentChanges when old.state <> 'waiting' begin
    select raise(abort, 'a finished change is never changed');
  end`,

  `create table enrollmentCounts (
    service text not null, state text not null, count integer not null, primary key (service, state)
  ) strict, without rowid`,
  `insert into enrollmentCounts select service, state, count(*) from enrollments group by service, state`,
  `create trigger enrollmentsCounted after insert on enrollments begin ${addOne}; end`,
  `create trigger enrollmentsCountedAgain after update of state, service, deletedAt on enrollments
    when old.service <> new.service or ${counted("old")} <> ${counted("new")} begin
    update enrollmentCounts set count = count - 1 where service = old.service and state = ${counted("old")};
    ${addOne};
  end`,

  `drop index enrollmentsQueued`,
  `create index enrollmentsQueued on enrollments (service, nextAttemptAt, id) where state = 'queued'`,
  `drop index enrollmentsToCheck`,
  `create index enrollmentsToCheck on enrollments (service, nextRegistrationCheckAt)
    where nextRegistrationCheckAt is not null`,
  `drop index enrollmentsByState`,
  `create index enrollmentsInConflict on enrollments (id) where state = 'conflict'`,
  `create index enrollmentsRejected on enrollments (id) where state = 'rejected'`,
];
