import type { PeopleDesk } from "../../main/api/desk.ts";
import { rightsOf } from "../../main/api/rights.ts";

const nobody = () => Promise.reject(new Error("nobody works here"));
const session = () => ({
  open: true,
  operator: null,
  rights: [...rightsOf.engineer],
  locked: false,
  lockAfterMinutes: 10,
});

/** A station that nobody has been set up at: open to all. */
export const openPeople: PeopleDesk = {
  session,
  signIn: nobody,
  signInByScan: () => Promise.resolve(false),
  signOut: () => Promise.resolve(session()),
  stay: session,
  names: () => Promise.resolve([]),
  vouch: nobody,
  canAnybody: () => Promise.resolve(false),
  list: () => Promise.resolve([]),
  add: nobody,
  change: nobody,
  deactivate: nobody,
  admit: (_admission, task) => task(),
};
