import type { ServiceConflict } from "../../main/api/contract/index.ts";
import type { ClientSource } from "./connection-store.ts";
import { createPagedStore, type PagedStore } from "./paged-store.ts";

/** One conflict, `about` being its registration id, wherever it stands among the others; empty once it is over. */
export const createConflictStore = (client: ClientSource): PagedStore<ServiceConflict> =>
  createPagedStore(client, async ({ about = "" }) => {
    const conflict = await client().service.conflict({ registrationId: about });
    const items = conflict === null ? [] : [conflict];
    return { items, total: items.length };
  });
