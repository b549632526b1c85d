import type { Desk } from "../desk.ts";
import { api } from "./base.ts";

type Facts = Readonly<Record<string, string | number>>;

export function authorityHandlers(desk: Desk) {
  const { authorities } = api(desk);
  const list = async () => [...(await desk.authorities.list())];
  const book = async (act: string, subject: string, facts: Facts = {}) => {
    await desk.records.audit.append({ act, subject, facts });
    desk.events.emit({ type: "set-up" });
  };
  return {
    list: authorities.list.handler(list),
    create: authorities.create.handler(async ({ input }) => {
      await desk.authorities.create(input);
      await book("authority-made", input.name, { kind: input.kind });
      return list();
    }),
    importKey: authorities.importKey.handler(async ({ input }) => {
      await desk.authorities.importKey(input);
      await book("authority-imported", input.name);
      return list();
    }),
    importChain: authorities.importChain.handler(async ({ input }) => {
      await desk.authorities.importChain(input);
      await book("authority-chain-imported", input.name);
      return list();
    }),
    attach: authorities.attach.handler(async ({ input }) => {
      await desk.authorities.attach(input);
      await book("authority-attached", input.name, { token: input.token, key: input.key });
      return list();
    }),
    request: authorities.request.handler(async ({ input }) => {
      const file = await desk.authorities.request(input);
      await book("authority-requested", input.name);
      return file;
    }),
    complete: authorities.complete.handler(async ({ input }) => {
      await desk.authorities.complete(input);
      await book("authority-completed", input.name);
      return list();
    }),
    certify: authorities.certify.handler(async ({ input }) => {
      const file = await desk.authorities.certify(input);
      await book("authority-certified", input.above, { file: file.fileName });
      return file;
    }),
    exportChain: authorities.exportChain.handler(({ input }) => desk.authorities.exportChain(input)),
    prove: authorities.prove.handler(async ({ input }) => {
      const file = await desk.authorities.prove(input);
      await book("possession-proven", input.name, { code: input.code });
      return file;
    }),
    revocationList: authorities.revocationList.handler(async ({ input }) => {
      const made = await desk.authorities.revocationList(input);
      await book("revocation-list-made", input.name, { number: made.number, revoked: made.count });
      return made;
    }),
    leftOpen: authorities.leftOpen.handler(async () => [...(await desk.authorities.leftOpen())]),
    unlock: authorities.unlock.handler(async ({ input: { name, pin } }) => {
      await desk.authorities.unlock(name, pin);
      await book("authority-unlocked", name);
      return list();
    }),
    revoke: authorities.revoke.handler(async ({ input: { authority, serialNumber, reason, note } }) => {
      const revoked = await desk.authorities.revoke({ authority, serialNumber, reason, note });
      if (revoked.unit !== null) desk.events.emit({ type: "unit", serialNumber: revoked.unit });
      return revoked;
    }),
  };
}
