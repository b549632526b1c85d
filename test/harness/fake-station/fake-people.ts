import type { OperatorView, Right, Role, Session, SignIn, StationEvent } from "../../../main/api/contract/index.ts";
import { rightsOf } from "../../../main/api/rights.ts";

/** Somebody at the fake station; the PIN is `123456` for all, the badge `BADGE-` and the name in capitals. */
export interface FakePerson {
  readonly name: string;
  readonly role: Role;
}

interface FakePeopleOptions {
  readonly people: readonly FakePerson[];
  readonly publish: (event: StationEvent) => void;
  readonly refuse: (code: "wrong-sign-in" | "not-allowed" | "sign-in-needed") => never;
}

const pin = "123456";

/** Who is signed in at the fake station. */
export class FakePeople {
  readonly #options: FakePeopleOptions;
  readonly all: Map<string, OperatorView>;
  #operator: FakePerson | null = null;
  #locked = false;

  constructor(options: FakePeopleOptions) {
    this.#options = options;
    this.all = new Map(options.people.map((person) => [person.name, view(person)]));
  }

  session(): Session {
    const open = this.all.size === 0;
    const rights = open
      ? rightsOf.engineer
      : this.#operator === null || this.#locked
        ? []
        : rightsOf[this.#operator.role];
    return { open, operator: this.#operator, rights: [...rights], locked: this.#locked, lockAfterMinutes: 10 };
  }

  signIn(who: SignIn): Session {
    const { name, role } = this.#find(who);
    return this.#set({ name, role }, false);
  }

  /** Who it is, if he may. */
  vouch(who: SignIn, right: Right): string {
    const { name, role } = this.#find(who);
    return rightsOf[role].includes(right) ? name : this.#options.refuse("not-allowed");
  }

  isBadge = (code: string): boolean => [...this.all.keys()].some((name) => badgeOf(name) === code);
  signOut = (): Session => this.#set(null, false);
  lock = (): Session => this.#set(this.#operator, true);

  put(person: FakePerson): OperatorView[] {
    this.all.set(person.name, view(person));
    this.#set(this.#operator, this.#locked);
    return [...this.all.values()];
  }

  deactivate(name: string): OperatorView[] {
    const known = this.all.get(name);
    if (known !== undefined) this.all.set(name, { ...known, active: false, hasPin: false, hasBadge: false });
    return [...this.all.values()];
  }

  need(right: Right): void {
    const { rights, operator, locked } = this.session();
    if (!rights.includes(right)) this.#options.refuse(operator === null || locked ? "sign-in-needed" : "not-allowed");
  }

  #find(who: SignIn): OperatorView {
    const found = [...this.all.values()].find(
      ({ name, active }) =>
        active && ("badge" in who ? who.badge === badgeOf(name) : who.name === name && who.pin === pin),
    );
    return found ?? this.#options.refuse("wrong-sign-in");
  }

  #set(operator: FakePerson | null, locked: boolean): Session {
    this.#operator = operator;
    this.#locked = locked;
    const session = this.session();
    this.#options.publish({ type: "session", session });
    return session;
  }
}

const badgeOf = (name: string): string => `BADGE-${name.toUpperCase()}`;

const view = ({ name, role }: FakePerson): OperatorView => ({
  name,
  role,
  active: true,
  hasPin: true,
  hasBadge: true,
  lockedUntil: null,
});
