import { setTimeout as sleep } from "node:timers/promises";
import { implement, ORPCError } from "@orpc/server";
import {
  type BoundSlot,
  contract,
  type PortView,
  type Slot,
  type StationEvent,
  type TrustedRootView,
} from "../../../main/api/contract/index.ts";

export interface FakeSetUpOptions {
  readonly slots: () => readonly Slot[];
  readonly publish: (event: StationEvent) => void;
}

const on = implement(contract).setUp;

const socket = (number: number): PortView => ({
  path: `/dev/ttyACM${number}`,
  kind: "serial",
  vendorId: "1366",
  productId: "1051",
  manufacturer: "SEGGER",
  serialNumber: `00068312345${number}`,
  location: `usb:1-4.${number + 1}:1.0`,
  allowed: true,
  slot: null,
  likely: { name: "SEGGER J-Link", score: 90 },
});

/** Set-up in memory: the line's slots on made-up sockets, one free socket that every lesson takes, one port nobody may touch. */
export function createFakeSetUp({ slots, publish }: FakeSetUpOptions) {
  let free = slots().length;
  let bound = slots().map(({ id, name }, index): BoundSlot => {
    const port = { ...socket(index), slot: id };
    return { id, name, binding: port.location ?? port.path, port };
  });
  let others: readonly PortView[] = [
    socket(free),
    { path: "/dev/ttyS0", kind: "serial", allowed: false, slot: null, likely: null },
  ];
  let roots: readonly TrustedRootView[] = [];
  const ports = () => [...bound.flatMap(({ port }) => port ?? []), ...others];
  const changed = <Value>(value: Value): Value => {
    publish({ type: "set-up" });
    return value;
  };
  return {
    slots: on.slots.handler(() => bound),
    ports: on.ports.handler(ports),
    teachSlot: on.teachSlot.handler(async ({ input, signal }) => {
      await sleep(600, undefined, signal === undefined ? {} : { signal });
      const port = { ...socket(free), slot: input.name };
      free += 1;
      const slot: BoundSlot = { id: input.name, name: input.name, binding: port.location ?? port.path, port };
      bound = [...bound.filter(({ name }) => name !== input.name), slot];
      others = [...others.filter(({ path }) => path !== port.path), socket(free)];
      return changed(slot);
    }),
    forgetSlot: on.forgetSlot.handler(({ input }) => {
      if (!bound.some(({ id }) => id === input.id)) throw new ORPCError("slot.unknown");
      bound = bound.filter(({ id }) => id !== input.id);
      publish({ type: "slot-gone", slotId: input.id });
      return changed(bound);
    }),
    allowPort: on.allowPort.handler(({ input }) => {
      const meant = (port: PortView) => ("path" in input ? port.path === input.path : port.location === input.location);
      const judged = (port: PortView) => (meant(port) ? { ...port, allowed: input.allowed } : port);
      others = others.map(judged);
      bound = bound.map((slot) => (slot.port === null ? slot : { ...slot, port: judged(slot.port) }));
      return changed(ports());
    }),
    plugPracticeUnit: on.plugPracticeUnit.handler(() => ({ path: socket(free).path })),
    trustedRoots: on.trustedRoots.handler(() => [...roots]),
    addTrustedRoot: on.addTrustedRoot.handler(({ input }) => {
      const root: TrustedRootView = {
        fingerprint: input.base64.length.toString(16).padStart(64, "0"),
        subject: "CN=Example TPM Root CA",
        issuer: "CN=Example TPM Root CA",
        notBefore: new Date(0).toISOString(),
        notAfter: new Date(2_000_000_000_000).toISOString(),
      };
      roots = [...roots, root];
      return changed([root]);
    }),
    removeTrustedRoot: on.removeTrustedRoot.handler(({ input }) => {
      roots = roots.filter(({ fingerprint }) => fingerprint !== input.fingerprint);
      return changed([...roots]);
    }),
  };
}
