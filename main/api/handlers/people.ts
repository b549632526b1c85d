import type { Desk } from "../desk.ts";
import { api } from "./base.ts";

export function peopleHandlers(desk: Desk) {
  const { people } = api(desk);
  const list = async () => [...(await desk.people.list())];
  return {
    session: people.session.handler(() => desk.people.session()),
    signIn: people.signIn.handler(({ input }) => desk.people.signIn(input)),
    signOut: people.signOut.handler(() => desk.people.signOut()),
    stay: people.stay.handler(() => desk.people.stay()),
    names: people.names.handler(async () => [...(await desk.people.names())]),
    list: people.list.handler(list),
    add: people.add.handler(async ({ input }) => {
      await desk.people.add(input);
      return list();
    }),
    change: people.change.handler(async ({ input }) => {
      await desk.people.change(input);
      return list();
    }),
    deactivate: people.deactivate.handler(async ({ input }) => {
      await desk.people.deactivate(input.name);
      return list();
    }),
  };
}
