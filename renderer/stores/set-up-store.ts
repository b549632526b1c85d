import { createStore, type StoreApi } from "zustand/vanilla";
import type {
  BoundSlot,
  OperatorView,
  PortView,
  Problem,
  Role,
  TrustedRootView,
} from "../../main/api/contract/index.ts";
import type { ClientSource } from "./connection-store.ts";
import type { SignInStore } from "./sign-in-store.ts";
import { ListReader, type Listing, noListing } from "./listing.ts";

const changePauseMs = 150;

export interface SetUpState {
  readonly slots: Listing<BoundSlot>;
  readonly ports: Listing<PortView>;
  readonly roots: Listing<TrustedRootView>;
  /** Who works here; read by its own call, which not everybody may make. */
  readonly people: Listing<OperatorView>;
  /** Requests whose certificates are signed elsewhere. */
  readonly requests: Listing<WaitingRequests>;
  /** Why the last press on a port was refused. */
  readonly portProblem: Problem | null;
  readonly load: () => Promise<void>;
  /** The station said that something changed: read again if Set-up is on screen. */
  readonly changed: () => void;
  /** Set-up leaves the screen. */
  readonly rest: () => void;
  /** The problem if it was refused. */
  readonly forgetSlot: (id: string) => Promise<Problem | null>;
  readonly allowPort: (port: PortView, allowed: boolean) => Promise<void>;
  /** The problem if it was refused. */
  readonly loadPeople: () => Promise<void>;
  /** Adds somebody, or changes who is known; the problem if it was refused. */
  readonly putPerson: (person: NewPerson, known: boolean) => Promise<Problem | null>;
  /** The problem if it was refused. */
  readonly deactivatePerson: (name: string) => Promise<Problem | null>;
  /** The problem if it was refused. */
  readonly removeRoot: (fingerprint: string) => Promise<Problem | null>;
}

/** What waits of one lot for one authority. */
export interface WaitingRequests {
  readonly lot: string;
  readonly authority: string;
  readonly count: number;
}

export interface NewPerson {
  readonly name: string;
  readonly role: Role;
  readonly pin?: string;
  readonly badge?: string;
}

export type SetUpStore = StoreApi<SetUpState>;

type Change = (change: Partial<SetUpState>) => void;

export function createSetUpStore(client: ClientSource, signIn: SignInStore): SetUpStore {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let shown = false;
  return createStore((set, get) => {
    const { slots, ports, roots, people, requests } = listsOf(client, set, get);
    const load = async () => {
      shown = true;
      await Promise.all([
        slots.load(async () => client().setUp.slots()),
        ports.load(async () => client().setUp.ports()),
        roots.load(async () => client().setUp.trustedRoots()),
        requests.load(async () => client().requests.awaiting()),
      ]);
    };
    return {
      slots: noListing,
      ports: noListing,
      roots: noListing,
      people: noListing,
      requests: noListing,
      portProblem: null,
      load,
      changed: () => {
        if (!shown || timer !== undefined) return;
        timer = setTimeout(() => {
          timer = undefined;
          void load();
        }, changePauseMs);
      },
      rest: () => {
        shown = false;
        clearTimeout(timer);
        timer = undefined;
        set({ portProblem: null });
      },
      forgetSlot: (id) => slots.change(async () => client().setUp.forgetSlot({ id })),
      allowPort: async ({ path, location }, allowed) => {
        const input = location === undefined ? { path, allowed } : { location, allowed };
        set({ portProblem: await ports.change(async () => client().setUp.allowPort(input)) });
      },
      loadPeople: () => people.load(async () => client().people.list()),
      putPerson: (person, known) =>
        people.change(async () => (known ? client().people.change(person) : client().people.add(person))),
      deactivatePerson: (name) => people.change(async () => client().people.deactivate({ name })),
      removeRoot: (fingerprint) =>
        roots.change(() =>
          signIn.getState().countersigned(async (second) => client().setUp.removeTrustedRoot({ fingerprint, second })),
        ),
    };
  });
}

const listsOf = (client: ClientSource, set: Change, get: () => SetUpState) => ({
  slots: new ListReader<BoundSlot>(
    client,
    () => get().slots,
    (list) => set({ slots: list }),
  ),
  ports: new ListReader<PortView>(
    client,
    () => get().ports,
    (list) => set({ ports: list }),
  ),
  roots: new ListReader<TrustedRootView>(
    client,
    () => get().roots,
    (list) => set({ roots: list }),
  ),
  people: new ListReader<OperatorView>(
    client,
    () => get().people,
    (list) => set({ people: list }),
  ),
  requests: new ListReader<WaitingRequests>(
    client,
    () => get().requests,
    (list) => set({ requests: list }),
  ),
});
