/** Endorsement certificates found in a unit's TPM, as each passing run read and judged them. */
export const endorsementCertificates: readonly string[] = [
  `create table endorsementCertificates (
    unit integer not null references units (id),
    run integer not null references runs (id),
    nvIndex text not null,
    der text not null,
    grade text not null,
    accepted integer not null,
    detail text not null,
    key text not null,
    primary key (run, nvIndex)
  ) strict, without rowid`,
  `create index endorsementCertificatesByUnit on endorsementCertificates (unit, run)`,
  `create trigger endorsementCertificatesKept before delete on endorsementCertificates begin
    select raise(abort, 'history is never deleted');
  end`,
  `create trigger endorsementCertificatesOver before update on endorsementCertificates begin
    select raise(abort, 'what was read is never changed');
  end`,
];
