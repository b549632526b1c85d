/** What a service last said of the registration of a unit that its group lets in: such a unit has no entry to keep it with. */
export const groupRegistrations: readonly string[] = [
  `create table groupRegistrations (
    unit integer primary key references units (id),
    status text not null,
    assignedHub text,
    deviceId text,
    registeredAt text,
    seenAt text not null
  ) strict`,
  `create trigger groupRegistrationsKept before delete on groupRegistrations begin
    select raise(abort, 'history is never deleted');
  end`,
];
