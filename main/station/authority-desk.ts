import type { AuthorityView } from "../api/contract/index.ts";
import type { AuthorityDesk } from "../api/desk.ts";
import type { Records } from "../records/records.ts";
import type { AuthorityStore } from "./authority-store.ts";
import { revokeCertificate } from "./operations/revoke-certificate.ts";
import { authorityView } from "./operations/show-authority.ts";

/** What a screen sees and does of the station's authorities. */
export function authorityDesk(authorities: AuthorityStore, records: Records): AuthorityDesk {
  const view = async (shown: Awaited<ReturnType<AuthorityStore["list"]>>[number]): Promise<AuthorityView> => {
    const { name, pilot, custody, subject, notAfter, warnings } = authorityView(shown);
    return {
      name,
      pilot,
      custody,
      subject,
      notAfter,
      warnings: [...warnings],
      locked: await authorities.isLocked(name),
    };
  };
  return {
    list: async () => Promise.all((await authorities.list()).map(view)),
    unlock: (name, pin) => authorities.unlock(name, pin),
    revoke: (order) => revokeCertificate({ authorities, records }, order),
  };
}
