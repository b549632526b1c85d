/**
 * Labels that were printed, the stations that have written here, and indexes for the tables of units. What a unit was before rework is looked at when another one
 * wants its key or name.
 */
export const printsAndStations: readonly string[] = [
  `create table prints (
    id integer primary key autoincrement,
    unit integer not null references units (id),
    template text not null,
    printer text not null,
    copies integer not null,
    outcome text not null,
    code text,
    reprintReason text,
    operator text,
    station text not null,
    at text not null
  ) strict`,
  `create index printsByUnit on prints (unit, id)`,
  `create trigger printsKept before delete on prints begin
    select raise(abort, 'history is never deleted');
  end`,
  `create trigger printsOver before update on prints begin
    select raise(abort, 'history is never changed');
  end`,

  `create table stations (
    id integer primary key autoincrement,
    name text not null,
    host text not null,
    firstSeenAt text not null,
    lastSeenAt text not null
  ) strict`,
  `create unique index stationsByName on stations (name, host)`,
  `create trigger stationsKept before delete on stations begin
    select raise(abort, 'history is never deleted');
  end`,

  `alter table runs add column station text`,
  `alter table lots add column station text`,

  `create index unitsBuilt on units (lot)`,
  `create index unitsOfLot on units (lot, serialNumber)`,
  `create index unitsOfState on units (lot, state, serialNumber)`,
  `create index unitsFailed on units (lot, serialNumber) where lastOutcome = 'fail'`,
  `drop index unitsByLot`,
  `create index unitsByLot on units (lot, passedAt, state, lastOutcome, firstOutcome)`,

  ...["registrationKey", "deviceId", "publicKeySha256"].map(
    (member) => `create index formerIdentitiesBy_${member} on formerIdentities (json_extract(identity, '$.${member}'))`,
  ),
];
