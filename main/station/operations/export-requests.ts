import { mkdir, mkdtemp, open, readdir, rename, rm, rmdir } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { isStationError } from "../../base/errors/station-error.ts";
import type { KeptCertificateRequest } from "../../records/certificate-requests.ts";
import { setUpErrors } from "../station-errors.ts";
import type { Workshop } from "../workshop.ts";
import { writeFileAtomically } from "../write-file-atomically.ts";
import { deviceExtensions, requestFileName, requestIndex, requestPem } from "./request-files.ts";

export interface RequestsOrder {
  readonly lot: string;
  readonly authority?: string | undefined;
}

const pageSize = 500;

/** The requests of a lot that wait, oldest first, page by page. */
async function* waitingRequests(
  { certificateRequests }: Pick<Workshop["records"], "certificateRequests">,
  order: RequestsOrder,
): AsyncGenerator<readonly KeptCertificateRequest[], void> {
  for (let after = 0; ; ) {
    const page = await certificateRequests.list({ ...order, state: "awaiting", after, limit: pageSize });
    if (page.length > 0) yield page;
    if (page.length < pageSize) return;
    after = page.at(-1)?.id ?? after;
  }
}

/**
 * Writes the requests of a lot that wait into a new folder, which appears whole or not at all: `requests.pem` with all of them, a file for
 * each (`*.csr`), `index.csv`, and `device.cnf` with what their certificates must say. Throws `set-up.usage` for a folder with
 * something in it, `set-up.folder`, `records.not-found`.
 */
export async function exportRequests(
  { records }: Pick<Workshop, "records">,
  { out, ...order }: RequestsOrder & { readonly out: string },
): Promise<{ readonly out: string; readonly count: number }> {
  const place = resolve(out);
  const draft = await startDraft(place);
  try {
    const count = await fill(draft, waitingRequests(records, order));
    if (count > 0) await rename(draft, await cleared(place));
    return { out, count };
  } catch (cause) {
    throw isStationError(cause) ? cause : setUpErrors.folder(`cannot write ${out}`, cause);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function startDraft(place: string): Promise<string> {
  const there = await readdir(place).catch(() => []);
  if (there.length > 0) throw setUpErrors.usage(`${place} is not empty; name a new folder`);
  try {
    await mkdir(dirname(place), { recursive: true });
    return await mkdtemp(join(dirname(place), `.${basename(place)}-`));
  } catch (cause) {
    throw setUpErrors.folder(`cannot write ${place}`, cause);
  }
}

/** Not every system puts one folder in another's place, not even an empty one's. */
async function cleared(place: string): Promise<string> {
  await rmdir(place).catch(() => undefined);
  return place;
}

async function fill(folder: string, pages: AsyncIterable<readonly KeptCertificateRequest[]>): Promise<number> {
  let count = 0;
  const all = await open(join(folder, "requests.pem"), "wx", 0o600);
  const index = await open(join(folder, "index.csv"), "wx", 0o600);
  try {
    for await (const page of pages) {
      await all.appendFile(page.map(requestPem).join(""));
      await index.appendFile(requestIndex(page, count === 0));
      for (const request of page)
        await writeFileAtomically(join(folder, requestFileName(request)), requestPem(request));
      count += page.length;
    }
    await all.sync();
    await index.sync();
  } finally {
    await all.close();
    await index.close();
  }
  await writeFileAtomically(join(folder, "device.cnf"), deviceExtensions);
  return count;
}
