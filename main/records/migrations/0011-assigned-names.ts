/**
 * Names that people gave units in place of those of their recipe, each with the entry that was abandoned for it, as it was. An id that
 * one unit has been given, or has had before, is never another's.
 */
export const assignedNames: readonly string[] = [
  `create table assignedNames (
    id integer primary key autoincrement,
    unit integer not null references units (id),
    change integer not null references enrollmentChanges (id),
    registrationId text not null,
    registrationKey text not null unique,
    deviceId text,
    formerRegistrationKey text not null,
    formerEnrollment text not null,
    assignedAt text not null
  ) strict`,
  `create index assignedNamesByUnit on assignedNames (unit, id)`,
  `create index assignedNamesByFormer on assignedNames (formerRegistrationKey)`,
  `create trigger assignedNamesKept before delete on assignedNames begin
    select raise(abort, 'history is never deleted');
  end`,
  `create trigger assignedNamesOver before update on assignedNames begin
    select raise(abort, 'history is never changed');
  end`,
];
