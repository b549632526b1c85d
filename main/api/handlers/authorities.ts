import type { Desk } from "../desk.ts";
import { api } from "./base.ts";

export function authorityHandlers(desk: Desk) {
  const { authorities } = api(desk);
  const list = async () => [...(await desk.authorities.list())];
  return {
    list: authorities.list.handler(list),
    unlock: authorities.unlock.handler(async ({ input: { name, pin } }) => {
      await desk.authorities.unlock(name, pin);
      await desk.records.audit.append({ act: "authority-unlocked", subject: name });
      return list();
    }),
    revoke: authorities.revoke.handler(async ({ input: { authority, serialNumber, reason, note } }) => {
      const revoked = await desk.authorities.revoke({ authority, serialNumber, reason, note });
      if (revoked.unit !== null) desk.events.emit({ type: "unit", serialNumber: revoked.unit });
      return revoked;
    }),
  };
}
