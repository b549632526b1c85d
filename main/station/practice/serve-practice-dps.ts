import { join } from "node:path";
import type { Log } from "../../base/log.ts";
import { startPracticeDps } from "../../practice/dps/practice-dps.ts";
import { openDataFolder } from "../data-folder.ts";
import { lockDataFolder } from "../folder-lock.ts";
import { writeFileAtomically } from "../write-file-atomically.ts";

export interface ServedPracticeDps {
  readonly ready: {
    readonly type: "ready";
    readonly url: string;
    readonly endpoint: string;
    readonly connectionString: string;
    readonly idScope: string;
    readonly caFile: string;
  };
  close(): Promise<void>;
}

/** The practice provisioning service alone, for others to test against; its state and its CA are kept below `root`. */
export async function servePracticeDps(options: {
  readonly root: string;
  readonly port: number;
  readonly log: Log;
}): Promise<ServedPracticeDps> {
  const { root } = openDataFolder(join(options.root, "practice-dps"));
  const unlock = lockDataFolder(root);
  try {
    const dps = await startPracticeDps({ port: options.port, stateFile: join(root, "state.json"), log: options.log });
    const caFile = join(root, "ca.pem");
    await writeFileAtomically(caFile, dps.caPem);
    const { url, endpoint, connectionString, idScope } = dps;
    const close = async (): Promise<void> => {
      await dps.close();
      unlock();
    };
    return { ready: { type: "ready", url, endpoint, connectionString, idScope, caFile }, close };
  } catch (error) {
    unlock();
    throw error;
  }
}
