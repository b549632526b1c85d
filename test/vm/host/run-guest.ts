import { createHash } from "node:crypto";
import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { streamLink } from "../../../main/link/stream-link.ts";
import { VirtualDevice } from "../../../main/practice/virtual-device/virtual-device.ts";
import { startSwtpm } from "../../harness/swtpm.ts";
import { packGuest } from "./guest-files.ts";
import { guestKernel } from "./guest-kernel.ts";
import { type GuestMachine, startGuest } from "./guest-machine.ts";

export interface GuestTest {
  readonly name: string;
  readonly ms: number;
  readonly skipped: boolean;
  readonly failure?: string | undefined;
}

export interface GuestRun {
  readonly tests: readonly GuestTest[];
  /** The runner's exit code; `undefined` if the guest never came so far. */
  readonly ended: number | undefined;
  /** What the guest's console showed, and when which line came. */
  readonly console: string;
}

/** Ten times what it takes on a machine with nothing else to do. */
const patienceMs = 15 * 60_000;

const saidLine = z.union([
  z.object({ name: z.string(), ms: z.number(), skipped: z.boolean(), failure: z.string().optional() }),
  z.object({ ask: z.enum(["pull-adapter", "plug-adapter"]) }),
  z.object({ ended: z.int() }),
  z.object({ booted: z.literal(true) }),
]);

/** Builds the guest, boots it, and gathers what its tests say. Rejects where no kernel can be had. */
export async function runGuest(hear: (line: string) => void = () => undefined): Promise<GuestRun> {
  const kernel = await guestKernel();
  const folder = await mkdtemp(join(tmpdir(), "tm-vm-"));
  try {
    const endorsementKey = await manufactureTpm(join(folder, "tpm-state"));
    const files = await packGuest(folder, kernel);
    return await listenTo({ folder, kernel: kernel.image, files, endorsementKey, hear });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A TPM's state, and SHA-256 of its endorsement key as tpm2-tools read it. */
async function manufactureTpm(state: string): Promise<string> {
  const factory = await startSwtpm();
  try {
    await factory.tpm2(["readpublic", "-c", "0x81010001", "-f", "tss", "-o", "ek.pub"]);
    const publicArea = await readFile(join(factory.folder, "ek.pub"));
    await cp(join(factory.folder, "state"), state, { recursive: true });
    return createHash("sha256").update(publicArea).digest("hex");
  } finally {
    await factory.stop();
  }
}

interface Machine {
  readonly folder: string;
  readonly kernel: string;
  readonly files: string;
  readonly endorsementKey: string;
  readonly hear: (line: string) => void;
}

async function listenTo({ folder, kernel, files, endorsementKey, hear }: Machine): Promise<GuestRun> {
  const tests: GuestTest[] = [];
  let ended: number | undefined;
  const onLine = (machine: GuestMachine, line: string): void => {
    hear(line);
    const { data: said } = saidLine.safeParse(parsed(line));
    if (said === undefined) return;
    if ("name" in said) tests.push(said);
    if ("ended" in said) ended = said.ended;
    if ("ask" in said) void (said.ask === "pull-adapter" ? machine.pullAdapter() : machine.plugAdapter());
  };
  const unit = new VirtualDevice({ model: "GW-200", serialNumber: "GW200000003" });
  const machine: GuestMachine = await startGuest({
    folder,
    kernel,
    files,
    tpmState: join(folder, "tpm-state"),
    words: { expectedEndorsementKey: endorsementKey },
    onAdapter: (wire) => void unit.attach(streamLink("adapter", wire)),
    onLine: (line) => onLine(machine, line),
  });
  const late = setTimeout(() => machine.kill(), patienceMs);
  const console = await machine.ended;
  clearTimeout(late);
  return { tests, ended, console };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
