import { fromBase64 } from "../../base/bytes/base64.ts";
import type { TrustedRoot } from "../../pki/trust/trust-store.ts";
import type { TrustedRootView } from "../contract/index.ts";
import type { Desk } from "../desk.ts";
import { api } from "./base.ts";
import { practiceHands } from "./practice.ts";

export function setUpHandlers(desk: Desk) {
  const { setUp } = api(desk);
  const announce = (): void => desk.events.emit({ type: "set-up" });
  const trustedRoots = async () => (await desk.trust.list()).map(trustedRootView);
  return {
    slots: setUp.slots.handler(async () => [...(await desk.setUp.slots())]),
    ports: setUp.ports.handler(async () => [...(await desk.setUp.ports())]),
    teachSlot: setUp.teachSlot.handler(({ input, signal }) =>
      desk.setUp.teachSlot(input.name, signal === undefined ? desk.closing : AbortSignal.any([signal, desk.closing])),
    ),
    forgetSlot: setUp.forgetSlot.handler(async ({ input }) => {
      await desk.setUp.forgetSlot(input.id);
      return [...(await desk.setUp.slots())];
    }),
    allowPort: setUp.allowPort.handler(async ({ input }) => {
      await desk.setUp.allowPort("path" in input ? input.path : input.location, input.allowed);
      return [...(await desk.setUp.ports())];
    }),
    plugPracticeUnit: setUp.plugPracticeUnit.handler(async ({ input }) => ({
      path: await practiceHands(desk).plugIntoFreeSocket(input.fault),
    })),
    trustedRoots: setUp.trustedRoots.handler(trustedRoots),
    addTrustedRoot: setUp.addTrustedRoot.handler(async ({ input }) => {
      const added = await desk.trust.add(fromBase64(input.base64));
      announce();
      return added.map(trustedRootView);
    }),
    removeTrustedRoot: setUp.removeTrustedRoot.handler(async ({ input }) => {
      await desk.trust.remove(input.fingerprint);
      announce();
      return trustedRoots();
    }),
  };
}

const trustedRootView = ({ fingerprint, subject, issuer, notBefore, notAfter }: TrustedRoot): TrustedRootView => ({
  fingerprint,
  subject,
  issuer,
  notBefore,
  notAfter,
});
