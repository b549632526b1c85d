import type { Desk } from "../desk.ts";
import { api } from "./base.ts";

export function connectionHandlers(desk: Desk) {
  const { services } = api(desk);
  const book = (act: string, subject: string, facts = {}) => desk.records.audit.append({ act, subject, facts });
  return {
    list: services.list.handler(() => desk.connections.list()),
    add: services.add.handler(async ({ input }) => {
      await desk.connections.add(input);
      await book("service-added", input.name, { idScope: input.idScope, signIn: input.entra?.kind ?? "sas" });
      return desk.connections.list();
    }),
    change: services.change.handler(async ({ input }) => {
      await desk.connections.change(input);
      const { name, secret, ca: _, ...facts } = input;
      await book("service-changed", name, { ...facts, newSecret: secret !== "" });
      return desk.connections.list();
    }),
    remove: services.remove.handler(async ({ input: { name } }) => {
      await desk.connections.remove(name);
      await book("service-removed", name);
      return desk.connections.list();
    }),
    signIn: services.signIn.handler(async function* ({ input: { name }, signal }) {
      const until = signal === undefined ? desk.closing : AbortSignal.any([signal, desk.closing]);
      for await (const step of desk.connections.signIn(name, until)) {
        if (step.type === "signed-in") await book("service-signed-in", name, { account: step.account });
        yield step;
      }
    }),
  };
}
