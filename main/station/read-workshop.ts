import { isStationError } from "../base/errors/station-error.ts";
import { openTrustStore } from "../pki/trust/trust-store.ts";
import { readRecords } from "../records/read-records.ts";
import { AuthorityStore } from "./authority-store.ts";
import { openDataFolder } from "./data-folder.ts";
import { ManifestSigners } from "./manifest-signers.ts";
import { SecretStore } from "./secret-store.ts";
import { ServiceStore } from "./service-store.ts";
import { openWorkshop, type Workshop, type WorkshopOptions } from "./workshop.ts";

/** What of a data folder can be looked at while a station is at work on it. Nothing of it may be changed. */
export type ReadWorkshop = Pick<
  Workshop,
  "practice" | "folder" | "log" | "records" | "services" | "secrets" | "authorities" | "signers" | "trust" | "close"
>;

/** A data folder to look at: as its owner, or beside whoever owns it. Throws `set-up.folder`, `records.*`. */
export async function readWorkshop(options: WorkshopOptions): Promise<ReadWorkshop> {
  try {
    return await openWorkshop(options);
  } catch (error) {
    if (isStationError(error, "set-up.folder-in-use")) return beside(options);
    throw error;
  }
}

function beside({ root, practice, log }: WorkshopOptions): ReadWorkshop {
  const folder = openDataFolder(root);
  const records = readRecords({ file: folder.database, practice });
  const secrets = new SecretStore(folder.secrets);
  const services = new ServiceStore(folder.services, secrets, log, folder.pace);
  const authorities = new AuthorityStore(folder.authorities, secrets);
  return {
    practice,
    folder,
    log,
    records,
    services,
    secrets,
    authorities,
    signers: new ManifestSigners({ folder: folder.signers, secrets, authorities, practice }),
    trust: openTrustStore(folder.trust),
    close: async () => {
      services.close();
      await records.close();
    },
  };
}
