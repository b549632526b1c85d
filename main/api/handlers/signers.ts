import { fromBase64 } from "../../base/bytes/base64.ts";
import type { Desk } from "../desk.ts";
import { api } from "./base.ts";
import { trustedRootView } from "./trusted-root-view.ts";

export function signerHandlers(desk: Desk) {
  const { signers } = api(desk);
  const { audit } = desk.records;
  const announce = (): void => desk.events.emit({ type: "set-up" });
  const own = async () => [...(await desk.signers.own())];
  const trusted = async () => (await desk.signers.trusted.list()).map(trustedRootView);
  return {
    own: signers.own.handler(own),
    make: signers.make.handler(async ({ input: { authority } }) => {
      const { subject, fingerprint } = await desk.signers.make(authority);
      await audit.append({ act: "signer-made", subject: fingerprint, facts: { certificate: subject, authority } });
      announce();
      return own();
    }),
    trusted: signers.trusted.handler(trusted),
    addTrusted: signers.addTrusted.handler(async ({ input }) => {
      const added = await desk.signers.trusted.add(fromBase64(input.base64));
      for (const { fingerprint, subject } of added)
        await audit.append({ act: "signer-trusted", subject: fingerprint, facts: { certificate: subject } });
      announce();
      return added.map(trustedRootView);
    }),
    removeTrusted: signers.removeTrusted.handler(async ({ input }) => {
      await desk.signers.trusted.remove(input.fingerprint);
      await audit.append({ act: "signer-distrusted", subject: input.fingerprint });
      announce();
      return trusted();
    }),
  };
}
