import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { execPath } from "node:process";
import { promisify } from "node:util";
import { z } from "zod";
import { bundleGuest, guestPackages } from "./bundle-guest.ts";
import { type GuestKernel } from "./guest-kernel.ts";

const run = promisify(execFile);
const root = join(import.meta.dirname, "../../..");
const packages = join(root, "node_modules");

/** Programs of this machine that the guest runs, at the same places. */
const programs = ["/usr/sbin/usbip", "/lib/systemd/systemd-udevd", "/usr/bin/udevadm"];
/** The native part of the package `usb`, which it finds by the machine's kind. */
const usbNative = "@node-usb/usb-linux-x64-gnu";
const udevRules = ["50-udev-default.rules", "60-serial.rules", "75-probe_mtd.rules", "80-drivers.rules"];

/** Makes the guest's first file system, an archive of links followed: nothing is copied but once. */
export async function packGuest(folder: string, kernel: GuestKernel): Promise<string> {
  const tree = await mkdtemp(join(folder, "tree-"));
  const put = async (source: string, place: string): Promise<void> => {
    const target = join(tree, place);
    if (existsSync(target)) return;
    await mkdir(dirname(target), { recursive: true });
    await symlink(source, target);
  };
  for (const empty of ["proc", "sys", "dev", "run", "tmp"]) await mkdir(join(tree, empty));
  const init = await readFile(join(root, "test/vm/guest/init.sh"));
  await writeFile(join(tree, "init"), init, { mode: 0o755 });
  await put("/usr/bin/busybox", "bin/busybox");
  await put(execPath, "bin/node");
  for (const program of programs) await put(program, program);
  await bundleGuest(join(tree, "app"));
  await writeFile(join(tree, "app/package.json"), '{"type":"module"}');
  for (const name of await withDependencies(guestPackages)) await put(join(packages, name), `app/node_modules/${name}`);
  await put(join(packages, usbNative), `app/node_modules/${usbNative}`);
  const linked = ["/usr/bin/busybox", execPath, join(packages, usbNative, "usb.linux-x64-gnu.node"), ...programs];
  for (const library of await librariesOf(linked)) await put(library, library);
  for (const rule of udevRules) {
    const file = join("/lib/udev/rules.d", rule);
    if (existsSync(file)) await put(file, file);
  }
  for (const rule of await readdir(join(root, "resources/udev"))) {
    await put(join(root, "resources/udev", rule), `etc/udev/rules.d/${rule}`);
  }
  for (const module of kernel.modules) await put(module, `modules/${basename(module)}`);
  await writeFile(join(tree, "modules/order"), kernel.modules.map((module) => basename(module)).join("\n"));
  const archive = join(folder, "guest.cpio");
  await run("sh", ["-c", `find -L . | cpio -o -L -H newc -R 0:0 --quiet > "$0"`, archive], { cwd: tree });
  return archive;
}

const manifest = z.object({ dependencies: z.record(z.string(), z.string()).optional() });

/** The packages and all that they need to run, as they lie in node_modules. */
async function withDependencies(names: readonly string[]): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  const waiting = [...names];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (found.has(name) || name.startsWith("@types/")) continue;
    found.add(name);
    const { dependencies } = manifest.parse(JSON.parse(await readFile(join(packages, name, "package.json"), "utf8")));
    waiting.push(...Object.keys(dependencies ?? {}));
  }
  return found;
}

async function librariesOf(files: readonly string[]): Promise<ReadonlySet<string>> {
  const lists = await Promise.all(files.map(async (file) => (await run("ldd", [file])).stdout));
  return new Set(lists.flatMap((list) => [...list.matchAll(/(\/\S+\.so\S*)/g)].map(([, path = ""]) => path)));
}
