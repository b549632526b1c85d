import { implement } from "@orpc/server";
import { contract } from "../../../../main/api/contract/index.ts";
import type { FakeParts } from "../fake-parts.ts";

const on = implement(contract);

/** Who is signed in, and who may. */
export function peopleHandlers({ people }: FakeParts) {
  return {
    people: {
      session: on.people.session.handler(() => people.session()),
      signIn: on.people.signIn.handler(({ input }) => people.signIn(input)),
      signOut: on.people.signOut.handler(people.signOut),
      stay: on.people.stay.handler(() => people.session()),
      names: on.people.names.handler(() => [...people.all.keys()]),
      list: on.people.list.handler(() => [...people.all.values()]),
      add: on.people.add.handler(({ input: { name, role } }) => people.put({ name, role })),
      change: on.people.change.handler(({ input: { name, role = "operator" } }) => people.put({ name, role })),
      deactivate: on.people.deactivate.handler(({ input }) => people.deactivate(input.name)),
    },
  };
}
