/**
 * SHA-256 of each issued certificate, by which a unit is looked up. `leafSha256` is ours (`database/leaf-sha256.ts`) and only used here: whatever
 * else stands in the file can be written and checked by any SQLite.
 */
export const certificateThumbprints: readonly string[] = [
  `alter table certificates add column sha256 text`,
  `drop trigger certificatesIssued`,
  `update certificates set sha256 = leafSha256(chain) where chain is not null`,
  `create trigger certificatesIssued before update on certificates when old.state <> 'intended' begin
    select raise(abort, 'an issued certificate is never changed');
  end`,
  `create index certificatesBySha256 on certificates (sha256) where sha256 is not null`,
];
