import { fromBase64 } from "../../base/bytes/base64.ts";
import type { Desk } from "../desk.ts";
import { api } from "./base.ts";
import { practiceHands } from "./practice.ts";
import { trustedRootView } from "./trusted-root-view.ts";

export function setUpHandlers(desk: Desk) {
  const { setUp } = api(desk);
  const announce = (): void => desk.events.emit({ type: "set-up" });
  const trustedRoots = async () => (await desk.trust.list()).map(trustedRootView);
  return {
    slots: setUp.slots.handler(async () => [...(await desk.setUp.slots())]),
    ports: setUp.ports.handler(async () => [...(await desk.setUp.ports())]),
    teachSlot: setUp.teachSlot.handler(async ({ input, signal }) => {
      const until = signal === undefined ? desk.closing : AbortSignal.any([signal, desk.closing]);
      const slot = await desk.setUp.teachSlot(input.name, until);
      await desk.records.audit.append({ act: "slot-taught", subject: slot.name, facts: { binding: slot.binding } });
      return slot;
    }),
    forgetSlot: setUp.forgetSlot.handler(async ({ input }) => {
      await desk.setUp.forgetSlot(input.id);
      await desk.records.audit.append({ act: "slot-forgotten", subject: input.id });
      return [...(await desk.setUp.slots())];
    }),
    allowPort: setUp.allowPort.handler(async ({ input }) => {
      const port = "path" in input ? input.path : input.location;
      await desk.setUp.allowPort(port, input.allowed);
      await desk.records.audit.append({ act: input.allowed ? "port-allowed" : "port-denied", subject: port });
      return [...(await desk.setUp.ports())];
    }),
    plugPracticeUnit: setUp.plugPracticeUnit.handler(async ({ input }) => ({
      path: await practiceHands(desk).plugIntoFreeSocket(input.fault),
    })),
    trustedRoots: setUp.trustedRoots.handler(trustedRoots),
    addTrustedRoot: setUp.addTrustedRoot.handler(async ({ input }) => {
      const added = await desk.trust.add(fromBase64(input.base64));
      for (const { fingerprint, subject } of added)
        await desk.records.audit.append({ act: "trust-added", subject: fingerprint, facts: { certificate: subject } });
      announce();
      return added.map(trustedRootView);
    }),
    removeTrustedRoot: setUp.removeTrustedRoot.handler(async ({ input }) => {
      await desk.trust.remove(input.fingerprint);
      await desk.records.audit.append({ act: "trust-removed", subject: input.fingerprint });
      announce();
      return trustedRoots();
    }),
  };
}
