import { createStore, type StoreApi } from "zustand/vanilla";
import type {
  ConflictSolution,
  EnrollmentAct,
  EnrollmentChange,
  Problem,
  ServiceOverview,
} from "../../main/api/contract/index.ts";
import { problemOf } from "../client/problem-of.ts";
import type { SignInStore } from "./sign-in-store.ts";
import type { ClientSource } from "./connection-store.ts";
import { ListReader, type Listing, noListing } from "./listing.ts";

/** Figures per minute change without an event. */
const readEveryMs = 2_000;

/** Why somebody does it, and who, as far as the screen knows. */
export interface Account {
  readonly reason: string;
  /** Empty: not said. */
  readonly by: string;
}

/** What became of an act on an entry: what the station wrote down, or why it was refused. */
export type ActOutcome =
  | { readonly change: EnrollmentChange; readonly problem: null }
  | { readonly change: null; readonly problem: Problem };

export interface ServiceState {
  readonly services: Listing<ServiceOverview>;
  /** The name given with the last act, for the next one. */
  readonly lastBy: string;
  /** Reads now and every two seconds until `rest`. */
  readonly follow: () => Promise<void>;
  /** The station said that something changed. */
  readonly changed: () => void;
  readonly rest: () => void;
  /** `newRegistrationId`: of a renaming. */
  readonly solve: (
    registrationId: string,
    how: ConflictSolution,
    account: Account,
    newRegistrationId?: string,
  ) => Promise<ActOutcome>;
  readonly change: (registrationId: string, act: EnrollmentAct, account: Account) => Promise<ActOutcome>;
  /** All that the service refused, or the one; the problem if it was refused. */
  readonly retryParked: (registrationId: string | null, account: Account) => Promise<Problem | null>;
}

export type ServiceStore = StoreApi<ServiceState>;

const accountOf = ({ reason, by }: Account) => ({
  reason: reason.trim(),
  ...(by.trim() === "" ? {} : { by: by.trim() }),
});

export function createServiceStore(client: ClientSource, signIn: SignInStore): ServiceStore {
  let timer: ReturnType<typeof setInterval> | undefined;
  return createStore((set, get) => {
    const reader = new ListReader<ServiceOverview>(
      client,
      () => get().services,
      (services) => set({ services }),
    );
    const load = () => reader.load(async () => (await client().service.overview()).services);
    const act = async (account: Account, call: () => Promise<EnrollmentChange>): Promise<ActOutcome> => {
      set({ lastBy: account.by });
      try {
        return { change: await call(), problem: null };
      } catch (error) {
        return { change: null, problem: problemOf(error) };
      }
    };
    return {
      services: noListing,
      lastBy: "",
      follow: () => {
        timer ??= setInterval(() => void load(), readEveryMs);
        return load();
      },
      changed: () => {
        if (timer !== undefined) void load();
      },
      rest: () => {
        clearInterval(timer);
        timer = undefined;
      },
      solve: (registrationId, how, account, newRegistrationId) =>
        act(account, async () =>
          client().service.solve({ registrationId, how, newRegistrationId, ...accountOf(account) }),
        ),
      change: (registrationId, what, account) =>
        act(account, () =>
          signIn
            .getState()
            .countersigned(async (second) =>
              client().service.change({ registrationId, act: what, second, ...accountOf(account) }),
            ),
        ),
      retryParked: async (registrationId, account) => {
        set({ lastBy: account.by });
        const chosen = registrationId === null ? {} : { registrationIds: [registrationId] };
        try {
          await client().service.retryParked({ ...chosen, ...accountOf(account) });
          return null;
        } catch (error) {
          return problemOf(error);
        }
      },
    };
  });
}
