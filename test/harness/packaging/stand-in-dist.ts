import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

const fuseSentinel = "dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX";
/** Version 1, nine fuses, in the state Electron ships them in. */
const shippedFuses = [1, 9, ...Buffer.from("101100011")];

/** A folder shaped as an unpacked Electron, with a binary that has nothing but the fuse wire. */
export async function writeStandInDist(folder: string, version: string): Promise<void> {
  await mkdir(join(folder, "locales"), { recursive: true });
  await mkdir(join(folder, "resources"));
  const binary = Buffer.concat([Buffer.from(`stand-in ${fuseSentinel}`), Buffer.from(shippedFuses), Buffer.alloc(16)]);
  await writeFile(join(folder, "electron"), binary, { mode: 0o755 });
  await writeFile(join(folder, "version"), version);
  for (const name of ["LICENSE", "LICENSES.chromium.html", "locales/en-US.pak"])
    await writeFile(join(folder, name), "");
}
