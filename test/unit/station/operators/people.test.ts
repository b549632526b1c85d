import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Session } from "../../../../main/api/contract/index.ts";
import { openRecords, type Records } from "../../../../main/records/records.ts";
import { People } from "../../../../main/station/operators/people.ts";
import { SetClock } from "../../../harness/sample-records.ts";

let records: Records;
let people: People;
let clock: SetClock;
let sessions: Session[];
let name: string;
let lockAfterMinutes: number;
const secrets = new Map<string, string>();

const start = () =>
  People.start({
    station: () => name,
    records,
    secrets: {
      get: (name) => Promise.resolve(secrets.get(name)),
      put: (name, secret) => Promise.resolve(void secrets.set(name, secret)),
    },
    clock,
    lockAfterMinutes: () => lockAfterMinutes,
    onChange: (session) => sessions.push(session),
  });

beforeEach(async () => {
  secrets.clear();
  sessions = [];
  name = "Line 3";
  lockAfterMinutes = 10;
  clock = new SetClock();
  records = await openRecords({ file: ":memory:", practice: true, clock });
  people = await start();
});

afterEach(async () => {
  people.close();
  await records.close();
});

const ann = { name: "Ann", role: "engineer", pin: "271828", badge: "A-000017" } as const;
const bob = { name: "Bob", role: "operator", badge: "B-000018" } as const;
const una = { name: "Una", role: "engineer", badge: "C-000019" } as const;
const eve = { name: "Eve", role: "qa", pin: "314159" } as const;

async function set(): Promise<void> {
  for (const person of [ann, bob, eve]) await people.add(person);
}

const acts = async () =>
  (await records.audit.list({ after: 1, limit: 100 })).map(({ act, subject, operator }) => [act, subject, operator]);
const run = (right: "run" | "trust" | "quality", needsSecond = false, second?: Parameters<People["signIn"]>[0]) =>
  people.admit({ right, needsSecond, second }, () => records.audit.append({ act: "done", subject: right }));

describe("a station that nobody was set up at", () => {
  it("is open to all, and writes nobody down", async () => {
    expect(people.session()).toMatchObject({ open: true, operator: null, locked: false });
    expect(people.runRefusal()).toBeNull();
    await run("trust", true);
    expect(await acts()).toEqual([["done", "trust", null]]);
  });

  it("takes an engineer first, with something to sign in by, and is open no longer", async () => {
    await expect(people.add(bob)).rejects.toMatchObject({ code: "people.first-engineer" });
    await expect(people.add({ name: "Ann", role: "engineer" })).rejects.toMatchObject({ code: "people.no-secret" });
    await people.add(ann);
    expect(sessions.at(-1)).toMatchObject({ open: false, operator: null, rights: [] });
    expect(people.runRefusal()).toMatchObject({ code: "people.sign-in-needed" });
    await expect(run("run")).rejects.toMatchObject({ code: "people.sign-in-needed" });
  });
});

describe("what the station is called, and when it locks", () => {
  it("counts at once for whoever is signed in, in the audit trail as on screen", async () => {
    await people.add(una);
    await people.signIn({ badge: una.badge });
    vi.useFakeTimers();
    name = "Line 4";
    lockAfterMinutes = 1;
    people.settingsChanged();
    expect(sessions.at(-1)).toMatchObject({ locked: false, lockAfterMinutes: 1 });
    vi.advanceTimersByTime(61_000);
    vi.useRealTimers();
    expect(sessions.at(-1)).toMatchObject({ locked: true });
    await people.signOut();
    expect((await records.audit.list({ after: 0, limit: 100 })).at(-1)).toMatchObject({ station: "Line 4" });
  });
});

describe("whoever signs in", () => {
  it("is known by badge or by name and PIN, may what the role may, and is written down", async () => {
    await set();
    await people.signIn({ badge: " B-000018 " });
    await run("run");
    await expect(run("trust")).rejects.toMatchObject({ code: "people.not-allowed" });
    expect(await people.signIn({ name: "ann", pin: "271828" })).toMatchObject({
      operator: { name: "Ann", role: "engineer" },
    });
    await run("trust");
    await people.signOut();
    expect((await acts()).slice(3)).toEqual([
      ["signed-in", "Bob", "Bob"],
      ["done", "run", "Bob"],
      ["signed-in", "Ann", "Ann"],
      ["done", "trust", "Ann"],
      ["signed-out", "Ann", "Ann"],
    ]);
    expect(await records.audit.verify()).toMatchObject({ fault: null });
  });

  it("is recognised by scanning the badge at the line, and a label is nobody's", async () => {
    expect(await people.signInByScan("B-000018")).toBe(false);
    await set();
    expect(await people.signInByScan("GW200000001")).toBe(false);
    expect(await people.signInByScan("B-000018")).toBe(true);
    expect(people.session().operator?.name).toBe("Bob");
  });

  it("leaves no PIN and no badge anywhere, and another station's records know no badge", async () => {
    await set();
    const kept = JSON.stringify([await records.operators.list(), await records.audit.list({ after: 0, limit: 100 })]);
    for (const secret of ["271828", "314159", "A-000017", "B-000018"]) expect(kept).not.toContain(secret);
    secrets.clear();
    people.close();
    people = await start();
    await expect(people.signIn({ badge: "A-000017" })).rejects.toMatchObject({ code: "people.wrong-sign-in" });
  });

  it("is refused with a wrong PIN, then for a time that grows, even with the right one; a badge still works", async () => {
    await set();
    const wrong = () => people.signIn({ name: "Ann", pin: "000000" });
    for (let miss = 1; miss <= 5; miss += 1)
      await expect(wrong()).rejects.toMatchObject({ code: "people.wrong-sign-in" });
    await expect(people.signIn(ann)).resolves.toBeDefined();
    await expect(people.signIn({ name: "Ann", pin: "271828" })).rejects.toMatchObject({ code: "people.locked-out" });
    people.close();
    people = await start();
    clock.advance(31_000);
    await expect(wrong()).rejects.toMatchObject({ code: "people.wrong-sign-in" });
    clock.advance(31_000);
    await expect(people.signIn({ name: "Ann", pin: "271828" })).rejects.toMatchObject({ code: "people.locked-out" });
    clock.advance(31_000);
    await people.signIn({ name: "Ann", pin: "271828" });
    expect((await acts()).filter(([act]) => act === "operator-locked-out")).toHaveLength(2);
  });

  it("cannot try badges without end, nor many PINs at once", async () => {
    await set();
    for (let miss = 0; miss < 20; miss += 1)
      await expect(people.signIn({ badge: `X-${miss}` })).rejects.toMatchObject({ code: "people.wrong-sign-in" });
    await expect(people.signIn({ badge: "A-000017" })).rejects.toMatchObject({ code: "people.locked-out" });
    const tries = await Promise.allSettled(
      Array.from({ length: 8 }, (_, digit) => people.signIn({ name: "Eve", pin: `31415${digit}` })),
    );
    expect(tries.filter(({ status }) => status === "rejected")).toHaveLength(8);
    expect((await records.operators.byName("Eve"))?.misses).toBe(5);
  });
});

describe("what cannot be undone", () => {
  it("is signed by somebody else who may, and both are written down", async () => {
    await set();
    await people.signIn({ badge: "A-000017" });
    await expect(run("trust", true)).rejects.toMatchObject({ code: "people.second-needed" });
    await expect(run("trust", true, { badge: "A-000017" })).rejects.toMatchObject({ code: "people.second-same" });
    await expect(run("trust", true, { badge: "B-000018" })).rejects.toMatchObject({
      code: "people.second-not-allowed",
    });
    await expect(run("trust", true, { name: "Eve", pin: "1" })).rejects.toMatchObject({ code: "people.wrong-sign-in" });
    expect((await acts()).filter(([act]) => act === "done")).toEqual([]);
    await run("trust", true, { name: "Eve", pin: "314159" });
    const last = (await records.audit.list({ after: 0, limit: 100 })).at(-1);
    expect(last).toMatchObject({ act: "done", operator: "Ann", facts: { second: "Eve" } });
    expect(people.session().operator?.name).toBe("Ann");
  });
});

describe("the list of people", () => {
  it("keeps an engineer, keeps names apart whatever their case, and forgets PIN and badge of who is gone", async () => {
    await set();
    await people.signIn({ badge: "B-000018" });
    await expect(people.add({ ...bob, name: "BOB", badge: "Z-000001" })).rejects.toMatchObject({
      code: "records.duplicate-operator",
    });
    await expect(people.add({ ...bob, name: "Rob" })).rejects.toMatchObject({ code: "records.duplicate-operator" });
    await expect(people.deactivate("Ann")).rejects.toMatchObject({ code: "people.last-engineer" });
    await expect(people.change({ name: "Ann", role: "lead" })).rejects.toMatchObject({ code: "people.last-engineer" });
    await people.deactivate("bob");
    expect(people.session().operator).toBeNull();
    await expect(people.change({ name: "Bob", role: "lead" })).rejects.toMatchObject({ code: "people.unknown" });
    await people.add({ ...bob, name: "Rob" });
    expect((await people.list()).map(({ name, active, hasBadge }) => [name, active, hasBadge])).toEqual([
      ["Ann", true, true],
      ["Bob", false, false],
      ["Eve", true, false],
      ["Rob", true, true],
    ]);
    expect(await people.names()).toEqual(["Ann", "Eve"]);
  });

  it("gives a new role and a new PIN at once", async () => {
    await set();
    await people.signIn({ badge: "B-000018" });
    await people.change({ name: "Bob", role: "qa", pin: "161803" });
    await run("quality", true, { name: "Eve", pin: "314159" });
    await people.signIn({ name: "Bob", pin: "161803" });
  });
});
