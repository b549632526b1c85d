import { createStore, type StoreApi } from "zustand/vanilla";
import type { Problem, Session, SignIn } from "../../main/api/contract/index.ts";
import { problemOf } from "../client/problem-of.ts";
import type { ClientSource } from "./connection-store.ts";

export interface SignInState {
  /** closed · sign-in: who works here now · second: who else signs what was just asked for · unlock: who lets the screen go. */
  readonly asked: "closed" | "sign-in" | "second" | "unlock";
  /** Names with a PIN. */
  readonly names: readonly string[];
  readonly busy: boolean;
  readonly problem: Problem | null;
  readonly open: () => Promise<void>;
  /** The screen is locked to the Line: who lets it go? */
  readonly unlock: () => Promise<void>;
  /** Nobody signs in, or nobody else signs. */
  readonly dismiss: () => void;
  /** Badge or PIN, for whatever is asked. */
  readonly give: (who: SignIn) => Promise<void>;
  readonly signOut: () => Promise<void>;
  /** Makes a call; where it needs a second person, asks for one and makes it again. Throws what the call throws. */
  readonly countersigned: <Value>(call: (second?: SignIn) => Promise<Value>) => Promise<Value>;
}

export type SignInStore = StoreApi<SignInState>;

/** Whether a scan is a badge before it is anything else: somebody must sign in. */
export const isBarred = (session: Session | null): boolean =>
  session !== null && !session.open && (session.operator === null || session.locked);

/** `tell` has the session before the dialog closes: what follows it on screen must not begin anew under a person who already types. */
export function createSignInStore(client: ClientSource, tell: (session: Session) => void): SignInStore {
  let answer: ((second: SignIn | undefined) => void) | undefined;
  /** Of what is asked; an answer to what was asked before changes nothing. */
  let round = 0;
  return createStore((set, get) => {
    const show = async (asked: "sign-in" | "second" | "unlock"): Promise<void> => {
      round += 1;
      set({ asked, problem: null, busy: false });
      try {
        set({ names: await client().people.names() });
      } catch (error) {
        set({ problem: problemOf(error) });
      }
    };
    const settle = (second?: SignIn): void => {
      round += 1;
      set({ asked: "closed", problem: null, busy: false });
      answer?.(second);
      answer = undefined;
    };
    return {
      asked: "closed",
      names: [],
      busy: false,
      problem: null,
      open: () => show("sign-in"),
      unlock: () => show("unlock"),
      dismiss: () => settle(),
      give: async (who) => {
        // The station judges the second sign-in together with the call it is for.
        if (get().asked === "second") return settle(who);
        const unlocks = get().asked === "unlock";
        const mine = round;
        set({ busy: true, problem: null });
        try {
          if (unlocks) await client().fixture.unlock({ who });
          else tell(await client().people.signIn(who));
          if (mine === round) settle();
        } catch (error) {
          if (mine === round) set({ busy: false, problem: problemOf(error) });
        }
      },
      signOut: async () => {
        try {
          tell(await client().people.signOut());
          settle();
        } catch (error) {
          set({ problem: problemOf(error) });
        }
      },
      countersigned: async (call) => {
        try {
          return await call();
        } catch (error) {
          if (problemOf(error).code !== "people.second-needed") throw error;
          answer?.(undefined);
          void show("second");
          const second = await new Promise<SignIn | undefined>((resolve) => {
            answer = resolve;
          });
          if (second === undefined) throw error;
          return call(second);
        }
      },
    };
  });
}
