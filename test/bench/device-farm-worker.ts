import { randomBytes } from "node:crypto";
import { parentPort } from "node:worker_threads";
import type { Link } from "../../main/link/link.ts";
import { memoryLinkPair } from "../../main/link/memory-link.ts";
import { createPracticeVendor } from "../../main/practice/vendor/practice-vendor.ts";
import { VirtualDevice } from "../../main/practice/virtual-device/virtual-device.ts";
import { madeTpm } from "../harness/made-tpm.ts";
import { type FarmAnswer, type FarmOrder, nowMs } from "./device-farm.ts";

/** The other side of the cables: virtual devices and the slow wires to them, on a thread of their own as real ones would be. */
const port = parentPort;
if (port === null) throw new Error("this is a worker");
const answer = (message: FarmAnswer): void => port.postMessage(message);
const vendor = await createPracticeVendor();
const devices = new Map<string, VirtualDevice>();
const links = new Map<number, Link>();
const late = new Map<number, number>();

/** As it comes from its maker: the TPM with its endorsement key and certificate already made, which takes it long. */
async function make({ slot, serialNumber, model, withTpm }: FarmOrder & { type: "make" }): Promise<void> {
  const tpm = withTpm ? await madeTpm({ seed: randomBytes(32), vendor }) : undefined;
  devices.set(slot, new VirtualDevice({ serialNumber, model, tpm }));
  answer({ type: "made", slot });
}

function open({ slot, session, bitsPerSecond }: FarmOrder & { type: "open" }): void {
  const device = devices.get(slot);
  if (device === undefined) throw new Error(`slot ${slot} is empty`);
  const { near, far } = memoryLinkPair(`bench-${slot}`, { bitsPerSecond });
  device.attach(far);
  links.set(session, near);
  near.listen({
    onBytes: (bytes) =>
      answer({ type: "bytes", session, bytes, computeMs: device.computeMs, lateMs: late.get(session) ?? 0 }),
    onClosed: () => links.delete(session),
  });
}

function write({ session, bytes, at }: FarmOrder & { type: "write" }): void {
  late.set(session, (late.get(session) ?? 0) + Math.max(0, nowMs() - at));
  void links
    .get(session)
    ?.write(bytes)
    .catch(() => undefined);
}

function obey(order: FarmOrder): void {
  if (order.type === "make") void make(order);
  else if (order.type === "open") open(order);
  else if (order.type === "write") write(order);
  else void links.get(order.session)?.close();
}

port.on("message", obey);
answer({ type: "ready", rootPem: vendor.rootPem, issuerDer: vendor.issuerDer });
