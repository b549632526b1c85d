import { join } from "node:path";
import { build } from "vite";

const root = join(import.meta.dirname, "../../..");
const guest = join(root, "test/vm/guest");

/** Packages with native parts: taken along as they are. */
export const guestPackages = ["serialport", "usb"];

/** The guest's programs with all they import, one file each; Node's own runner in the place of Vitest. */
export async function bundleGuest(outDir: string): Promise<void> {
  for (const name of ["tests", "bench-worker", "reporter"]) {
    await build({
      root,
      configFile: false,
      logLevel: "error",
      publicDir: false,
      resolve: { alias: { vitest: join(guest, "vitest-in-guest.ts") } },
      build: { ssr: join(guest, `${name}.ts`), outDir, emptyOutDir: false, target: "node24", minify: false },
      ssr: { noExternal: true, external: guestPackages },
    });
  }
}
