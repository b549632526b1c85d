import { AsyncLocalStorage } from "node:async_hooks";
import { type OperatorView, type Right, type Role, type Session, type SignIn } from "../../api/contract/index.ts";
import type { Admission, PeopleDesk } from "../../api/desk.ts";
import { peopleErrors } from "../../api/people-errors.ts";
import { rightsOf } from "../../api/rights.ts";
import { Mutex } from "../../base/async/mutex.ts";
import type { Clock } from "../../base/clock.ts";
import type { StationError } from "../../base/errors/station-error.ts";
import type { AuditAuthor } from "../../records/audit/audit-trail.ts";
import type { RecordedOperator } from "../../records/operators.ts";
import type { Records } from "../../records/records.ts";
import { BadgeDigests } from "./badge-digest.ts";
import { judgeWitness } from "./countersign.ts";
import { hashPin } from "./pin-hash.ts";
import { operatorView, roleOf } from "./operator-view.ts";
import { Recognise } from "./recognise.ts";
import type { SecretStore } from "../secret-store.ts";

export interface PeopleOptions {
  /** As the station is called now. */
  readonly station: () => string;
  readonly records: Pick<Records, "operators" | "audit">;
  readonly secrets: Pick<SecretStore, "get" | "put">;
  readonly clock: Clock;
  /** Without a unit or a touch for so long, the station locks. */
  readonly lockAfterMinutes: () => number;
  readonly onChange: (session: Session) => void;
}

type NewPerson = Parameters<PeopleDesk["add"]>[0];
type ChangedPerson = Parameters<PeopleDesk["change"]>[0];

interface Person {
  readonly name: string;
  readonly role: Role;
}

/** Whoever makes the present call, and who signs it too. */
interface Caller {
  readonly operator: string | null;
  readonly second?: string | undefined;
}

/** Who works at the station and who is signed in. While nobody has been set up it is open to all, and says so. */
export class People implements PeopleDesk {
  readonly #options: PeopleOptions;
  readonly #recognise: Recognise;
  readonly #badges: BadgeDigests;
  readonly #changes = new Mutex();
  readonly #caller = new AsyncLocalStorage<Caller>();
  #open = true;
  #person: Person | null = null;
  #locked = false;
  #timer: NodeJS.Timeout | undefined;

  private constructor(options: PeopleOptions) {
    const { records, secrets, clock } = options;
    this.#options = options;
    this.#badges = new BadgeDigests(secrets);
    this.#recognise = new Recognise({ operators: records.operators, badges: this.#badges, clock });
  }

  /** From here on the audit trail is written under the names of those who are signed in. */
  static async start(options: PeopleOptions): Promise<People> {
    const people = new People(options);
    await people.#readWhetherOpen();
    options.records.audit.writeAs(() => people.#author());
    return people;
  }

  session(): Session {
    const operator = this.#person;
    const rights = this.#open ? rightsOf.engineer : operator === null || this.#locked ? [] : rightsOf[operator.role];
    const lockAfterMinutes = this.#options.lockAfterMinutes();
    return { open: this.#open, operator, rights: [...rights], locked: this.#locked, lockAfterMinutes };
  }

  /** Why no unit is begun now; null if one may be. */
  runRefusal(): StationError | null {
    if (this.session().rights.includes("run")) return null;
    return peopleErrors.signInNeeded("nobody is signed in who may run units");
  }

  async signIn(who: SignIn): Promise<Session> {
    return this.#begin(await this.#recognise.person(who), "badge" in who ? "badge" : "pin");
  }

  async signInByScan(code: string): Promise<boolean> {
    if (this.#open) return false;
    const found = await this.#recognise.badge(code);
    if (found !== undefined) await this.#begin(found, "badge");
    return found !== undefined;
  }

  async signOut(): Promise<Session> {
    const before = this.#person;
    if (before === null) return this.session();
    await this.#options.records.audit.append({ act: "signed-out", subject: before.name, operator: before.name });
    this.#person = null;
    this.#locked = false;
    clearTimeout(this.#timer);
    return this.#announce();
  }

  /** Somebody is here. */
  stay(): Session {
    clearTimeout(this.#timer);
    if (this.#person !== null && !this.#locked) {
      this.#timer = setTimeout(() => this.#lock(), this.#options.lockAfterMinutes() * 60_000).unref();
    }
    return this.session();
  }

  /** Name or lock time may be others: whoever is here has the new time from now on. */
  settingsChanged(): void {
    this.stay();
    this.#announce();
  }

  async names(): Promise<readonly string[]> {
    const all = await this.#options.records.operators.list();
    return all.filter(({ active, pinHash }) => active === 1 && pinHash !== null).map(({ name }) => name);
  }

  async vouch(who: SignIn, right: Right): Promise<string> {
    const found = await this.#recognise.person(who);
    if (!rightsOf[roleOf(found)].includes(right)) throw peopleErrors.notAllowed(`right "${right}" is needed`);
    return found.name;
  }

  async canAnybody(right: Right): Promise<boolean> {
    const all = await this.#options.records.operators.list();
    return all.some((one) => one.active === 1 && rightsOf[roleOf(one)].includes(right));
  }

  async list(): Promise<readonly OperatorView[]> {
    return (await this.#options.records.operators.list()).map(operatorView);
  }

  add(person: NewPerson): Promise<void> {
    return this.#changes.run(async () => {
      if (this.#open && person.role !== "engineer") throw peopleErrors.firstEngineer(`not "${person.role}"`);
      const secrets = await this.#hashed(person);
      if (secrets.pinHash === undefined && secrets.badgeDigest === undefined)
        throw peopleErrors.noSecret(`${person.name} could never sign in`);
      await this.#options.records.operators.add({ name: person.name, role: person.role, ...secrets });
      await this.#readWhetherOpen();
      this.#announce();
    });
  }

  change(person: ChangedPerson): Promise<void> {
    return this.#changes.run(async () => {
      const known = await this.#active(person.name);
      if (person.role !== undefined && person.role !== "engineer") await this.#keepEngineer(known);
      await this.#options.records.operators.change(known.name, { role: person.role, ...(await this.#hashed(person)) });
      // What a new role may not do must not go on under the old one.
      if (person.role !== undefined && this.#person?.name === known.name)
        this.#person = { name: known.name, role: person.role };
      this.#announce();
    });
  }

  deactivate(name: string): Promise<void> {
    return this.#changes.run(async () => {
      const known = await this.#active(name);
      await this.#keepEngineer(known);
      await this.#options.records.operators.deactivate(known.name);
      if (this.#person?.name === known.name) await this.signOut();
      this.#announce();
    });
  }

  async admit<Value>({ right, needsSecond, second }: Admission, task: () => Promise<Value>): Promise<Value> {
    if (right === null) return task();
    if (this.#open) return task();
    const operator = this.#person;
    if (operator === null || this.#locked) throw peopleErrors.signInNeeded(`right "${right}" is needed`);
    if (!rightsOf[operator.role].includes(right)) throw peopleErrors.notAllowed(`right "${right}" is needed`);
    this.stay();
    const signed = needsSecond ? await this.#witness(operator, second) : undefined;
    return this.#caller.run({ operator: operator.name, second: signed }, task);
  }

  /** Nothing is left that would wake up. */
  close(): void {
    clearTimeout(this.#timer);
  }

  async #witness(operator: Person, second: SignIn | undefined): Promise<string> {
    if (second === undefined) throw peopleErrors.secondNeeded("the call carries no second sign-in");
    const witness = await this.#recognise.person(second);
    return judgeWitness(witness, operator.name);
  }

  async #begin(found: RecordedOperator, by: "badge" | "pin"): Promise<Session> {
    const before = this.#person?.name ?? null;
    await this.#options.records.audit.append({
      act: before === found.name && this.#locked ? "unlocked" : "signed-in",
      subject: found.name,
      operator: found.name,
      facts: { by, role: found.role, before },
    });
    this.#person = { name: found.name, role: roleOf(found) };
    this.#locked = false;
    this.stay();
    return this.#announce();
  }

  #lock(): void {
    this.#locked = true;
    this.#announce();
  }

  #announce(): Session {
    const session = this.session();
    this.#options.onChange(session);
    return session;
  }

  #author(): AuditAuthor {
    const caller = this.#caller.getStore() ?? { operator: this.#person?.name ?? null };
    return { station: this.#options.station(), ...caller };
  }

  async #hashed({ pin, badge }: Pick<NewPerson, "pin" | "badge">) {
    return {
      pinHash: pin === undefined ? undefined : await hashPin(pin),
      badgeDigest: badge === undefined ? undefined : await this.#badges.digest(badge),
    };
  }

  async #active(name: string): Promise<RecordedOperator> {
    const known = await this.#options.records.operators.byName(name);
    if (known?.active !== 1) throw peopleErrors.unknown(`nobody active is called ${name}`);
    return known;
  }

  /** Else nobody could ever set anything up again. */
  async #keepEngineer({ name, role }: RecordedOperator): Promise<void> {
    const others = (await this.#options.records.operators.list()).filter((one) => one.name !== name);
    if (role === "engineer" && !others.some((one) => one.active === 1 && one.role === "engineer"))
      throw peopleErrors.lastEngineer(`${name} is the only engineer`);
  }

  async #readWhetherOpen(): Promise<void> {
    this.#open = (await this.#options.records.operators.list()).length === 0;
  }
}
