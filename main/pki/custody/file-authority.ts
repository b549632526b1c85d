/** Authorities whose keys are encrypted files: `folder/name/` with `authority.json`, `chain.pem`, `key.pem`, each mode 0600. */
export type { AuthorityFile } from "./authority-place.ts";
export { createPilotAuthority } from "./create-pilot-authority.ts";
export { type AuthorityImport, importAuthority } from "./import-authority.ts";
export { type AuthoritySummary, listFileAuthorities } from "./list-file-authorities.ts";
export { importAuthorityChain, openAuthorityElsewhere } from "./authority-elsewhere.ts";
export { openFileAuthority } from "./open-file-authority.ts";
