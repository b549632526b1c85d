/** Requests of units whose certificates are signed where no station is: kept until what comes back has been taken. */
export const certificateRequests: readonly string[] = [
  `create table certificateRequests (
    id integer primary key autoincrement,
    unit integer not null references units (id),
    run integer not null references runs (id),
    lot text not null references lots (lot),
    authority text not null,
    registrationId text not null,
    publicKeySha256 text not null,
    request text not null,
    validityDays integer not null,
    subject text not null,
    state text not null,
    certificate integer references certificates (id),
    requestedAt text not null,
    settledAt text
  ) strict`,
  `create unique index certificateRequestsAwaiting on certificateRequests (unit) where state = 'awaiting'`,
  `create unique index certificateRequestsAwaitingKey on certificateRequests (publicKeySha256) where state = 'awaiting'`,
  `create index certificateRequestsByKey on certificateRequests (publicKeySha256, id)`,
  `create index certificateRequestsByState on certificateRequests (state, id)`,
  `create trigger certificateRequestsKept before delete on certificateRequests begin
    select raise(abort, 'history is never deleted');
  end`,
  `create trigger certificateRequestsSettled before update on certificateRequests when old.state <> 'awaiting' begin
    select raise(abort, 'a settled request is never changed');
  end`,
];
