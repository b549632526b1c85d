import { randomUUID } from "node:crypto";
import { type FileHandle, open, rename, unlink } from "node:fs/promises";
import { type LotExportOrder, lotExport } from "../../api/lot-export.ts";
import { stationName } from "../station-settings.ts";
import type { Workshop } from "../workshop.ts";
import { notWrittenOut } from "../write-out.ts";

export interface ExportOptions extends LotExportOrder {
  readonly out: string;
  readonly signal: AbortSignal;
}

/** A workshop, as far as an export needs one. */
export interface ExportingWorkshop extends Pick<Workshop, "records"> {
  readonly folder: Pick<Workshop["folder"], "settings">;
  readonly signers: Pick<Workshop["signers"], "get">;
}

export interface ExportedFile {
  readonly out: string;
  readonly count: number;
  readonly sha256: string;
}

/** Writes the manifest of a lot; the file appears whole or not at all. Throws `set-up.usage` and what the export throws. */
export async function exportLotFile(
  { records, folder, signers }: ExportingWorkshop,
  { out, signal, ...order }: ExportOptions,
): Promise<ExportedFile> {
  const temporary = `${out}.${randomUUID()}.part`;
  try {
    const station = await stationName(folder.settings);
    const source = { records, station, signer: () => signers.get(station) };
    const file = await open(temporary, "wx");
    const written = await writeAndClose(file, lotExport(source, order, signal));
    await rename(temporary, out);
    return { out, ...written };
  } catch (cause) {
    await unlink(temporary).catch(() => undefined);
    throw notWrittenOut(out, cause);
  }
}

async function writeAndClose(
  file: FileHandle,
  events: ReturnType<typeof lotExport>,
): Promise<{ readonly count: number; readonly sha256: string }> {
  let written = { count: 0, sha256: "" };
  // One piece is written while the next is made.
  let writing = Promise.resolve();
  try {
    for await (const event of events) {
      if (event.type === "text") {
        await writing;
        writing = file.writeFile(event.text);
        // Asked for again before the next one; until then nobody waits for it.
        writing.catch(() => undefined);
      }
      if (event.type === "done") written = { count: event.count, sha256: event.sha256 };
    }
    await writing;
    await file.sync();
  } finally {
    await writing.catch(() => undefined);
    await file.close();
  }
  return written;
}
