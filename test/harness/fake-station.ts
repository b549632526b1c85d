import { setTimeout as sleep } from "node:timers/promises";
import { implement, ORPCError } from "@orpc/server";
import {
  contract,
  type Lot,
  type Problem,
  type ServiceStatus,
  type StationEvent,
  type UnitDetail,
} from "../../main/api/contract/index.ts";
import { fakeBehind, fakeInsights, fakeOperators } from "./fake-station/fake-insights.ts";
import { FakeEvents } from "./fake-station/fake-events.ts";
import { FakeFixture } from "./fake-station/fake-fixture.ts";
import { FakeLine } from "./fake-station/fake-line.ts";
import { FakePeople, type FakePerson } from "./fake-station/fake-people.ts";
import { FakeService } from "./fake-station/fake-service.ts";
import {
  fakeFind,
  fakeLotDetail,
  fakeLotUnits,
  fakeManifestReport,
  fakeMoves,
  fakeVerification,
} from "./fake-station/fake-rooms.ts";
import { FakeLabels } from "./fake-station/fake-labels.ts";
import { FakeHouse, fakeFile } from "./fake-station/fake-house.ts";
import {
  lotCode,
  lotExists,
  nobodyToUnlock,
  noLot,
  noRecipe,
  noSlot,
  notManifest,
  noUnit,
  peopleProblems,
  scanNotAwaited,
  unknownCode,
  whichSlot,
} from "./fake-station/fake-problems.ts";
import { FakeRequests } from "./fake-station/fake-requests.ts";
import { FakeShelf } from "./fake-station/fake-shelf.ts";
import { FakeSetUp } from "./fake-station/fake-set-up.ts";
import { fakeRecipes, openFakeLot, sha256Hex } from "./fake-station/fake-records.ts";

export interface FakeStationOptions {
  /** Default 4. */
  readonly slots?: number;
  /** Time of one step in ms; default 300. */
  readonly stepMs?: number;
  /** Default `PRACTICE-1`; null starts without a lot. */
  readonly lot?: string | null;
  /** Default `practice`. */
  readonly mode?: "practice" | "real";
  /** How long teaching a slot waits; default 60 s. */
  readonly teachWithinMs?: number;
  /** When its first lot was opened, ms since the epoch; default two hours ago. */
  readonly openedAtMs?: number | undefined;
  /** Who has been set up; default nobody: open to all. */
  readonly people?: readonly FakePerson[];
}

/** The contract in memory: for trying screens and shells. It provisions nothing and proves nothing. */
export function createFakeStation(options: FakeStationOptions = {}) {
  const events = new FakeEvents();
  const publish = (event: StationEvent) => events.publish(event);
  const [firstRecipe] = fakeRecipes;
  const lots = new Map<string, Lot>();
  let current = options.lot === null ? null : (options.lot ?? "PRACTICE-1");
  if (current !== null && firstRecipe !== undefined)
    lots.set(current, openFakeLot(current, firstRecipe, 500, options.openedAtMs));
  let reachable = true;

  const currentLot = (): Lot | null => lots.get(current ?? "") ?? null;
  const neededLot = (): Lot => currentLot() ?? refuse(noLot);
  const service = (): ServiceStatus => {
    const queued = line.queued();
    const state = reachable ? "ok" : "unreachable";
    const parked = dps.conflicts.length + dps.parked.length;
    const said = { name: "practice-dps", state, queued, parked, code: reachable ? null : "dps.unreachable" } as const;
    if (dps.overview === null) return { name: null, state: "none", queued, parked: 0, code: null };
    const { state: other = said.state, code = said.code, queued: waiting = queued } = dps.overview;
    return { ...said, state: other, code, queued: waiting };
  };
  const publishService = () => publish({ type: "service", service: service() });
  const line: FakeLine = new FakeLine({
    slots: options.slots ?? 4,
    stepMs: options.stepMs ?? 300,
    lot: neededLot,
    setLot: (change) => {
      const lot = { ...neededLot(), ...change };
      lots.set(lot.lot, lot);
      publish({ type: "lot", lot });
    },
    publish,
    isServiceReachable: () => reachable,
    onQueueChanged: publishService,
  });
  const shelf = new FakeShelf();
  const requests = new FakeRequests();
  const house = new FakeHouse();
  const labels = new FakeLabels(publish);
  const setUp = new FakeSetUp({
    slots: () => line.slots(),
    addSlot: (name) => line.addSlot(name),
    removeSlot: (id) => line.removeSlot(id),
    skipSlot: (id, skipped) => line.skip(id, skipped),
    publish,
    refuse,
    ...(options.teachWithinMs === undefined ? {} : { teachWithinMs: options.teachWithinMs }),
  });
  const dps: FakeService = new FakeService({
    status: service,
    enrolled: () => [...line.units.values()].filter(({ enrollment }) => enrollment === "enrolled").length,
    publish: (event) => {
      publish(event);
      publishService();
    },
    refuse,
  });
  const people = new FakePeople({
    people: options.people ?? [],
    publish,
    refuse: (code) => refuse(peopleProblems[code]),
  });
  const fixture = new FakeFixture({
    publish,
    refuse,
    vouch: (who) => people.vouch(who, "lots"),
    slotIds: () => line.slots().map(({ id }) => id),
  });
  const neededSlot = (slotId: string) => line.slot(slotId) ?? refuse(noSlot);
  const use = (lot: Lot): Lot => {
    current = lot.lot;
    lots.set(lot.lot, lot);
    publish({ type: "lot", lot });
    return lot;
  };
  const findUnit = (serialNumber: string): UnitDetail => line.units.get(serialNumber) ?? refuse(noUnit);

  const present = (): StationEvent[] => [
    ...line.slots().map((slot) => ({ type: "slot" as const, slot })),
    { type: "fixture", fixture: fixture.view },
    { type: "lot", lot: currentLot() },
    { type: "service", service: service() },
    { type: "session", session: people.session() },
    { type: "trouble", problem: null },
  ];

  const on = implement(contract);
  const router = on.router({
    station: {
      info: on.station.info.handler(() => ({
        name: "Line 2",
        version: "0.1.0",
        mode: options.mode ?? "practice",
        service: "practice-dps",
        startedAt: new Date().toISOString(),
      })),
      service: on.station.service.handler(service),
      troubles: on.station.troubles.handler(() => []),
      backup: on.station.backup.handler(() => refuse(noLot)),
      checkRecords: on.station.checkRecords.handler(() => refuse(noLot)),
    },
    labels: {
      list: on.labels.list.handler(() => labels.list()),
      get: on.labels.get.handler(({ input }) => labels.get(input.name)),
      preview: on.labels.preview.handler(({ input }) => labels.preview(input.template)),
      save: on.labels.save.handler(({ input }) => labels.save(input.template)),
      remove: on.labels.remove.handler(({ input }) => labels.remove(input.name)),
      setWhenPassed: on.labels.setWhenPassed.handler(({ input }) => {
        labels.whenPassed = input.whenPassed;
      }),
      printers: on.labels.printers.handler(() => [...labels.printers]),
      putPrinter: on.labels.putPrinter.handler(({ input }) => {
        labels.printers = [...labels.printers, { ...input, waiting: 0, problem: null }];
        return [...labels.printers];
      }),
      removePrinter: on.labels.removePrinter.handler(({ input }) => {
        labels.printers = labels.printers.filter(({ name }) => name !== input.name);
        return [...labels.printers];
      }),
      printerStatus: on.labels.printerStatus.handler(() => ({ state: "ready" as const, problem: null })),
      testPrint: on.labels.testPrint.handler(({ input }) => ({
        template: "unit@1",
        printer: input.printer,
        copies: 1,
      })),
      slotCards: on.labels.slotCards.handler(() => ({
        fileName: "slot-cards.pdf",
        mediaType: "application/pdf",
        base64: "",
      })),
      printSlotCards: on.labels.printSlotCards.handler(() => ({ printed: line.slots().length })),
      print: on.labels.print.handler(() => ({ template: "unit@1", printer: "pdf", copies: 1 })),
      reprint: on.labels.reprint.handler(() => ({ template: "unit@1", printer: "pdf", copies: 1 })),
    },
    line: {
      slots: on.line.slots.handler(() => line.slots()),
      scan: on.line.scan.handler(({ input }) => {
        if (people.isBadge(input.code)) {
          people.signIn({ badge: input.code });
          return { accepted: true, slotId: null, problem: null };
        }
        const waiting = line.slots().filter(({ id, state }) => state === "scan" && (input.slotId ?? id) === id);
        const serialNumber = (input.serialNumbers ?? [input.code]).find((text) => /^GW2\d{8}$/.test(text));
        const expected = { model: neededLot().model, serialNumber: "^GW2[0-9]{8}$" };
        const refused = (why: Problem) => ({ accepted: false, slotId: null, problem: why, expected });
        if (serialNumber === undefined) return refused(lots.has(input.code) ? lotCode : unknownCode);
        const [slot, other] = waiting;
        if (slot === undefined) return refused(scanNotAwaited);
        if (other !== undefined) return refused(whichSlot);
        line.start(slot.id, serialNumber);
        return { accepted: true, slotId: slot.id, problem: null };
      }),
      retry: on.line.retry.handler(({ input }) => {
        const slot = neededSlot(input.slotId);
        return line.start(slot.id, slot.serialNumber ?? "GW220000000");
      }),
      stop: on.line.stop.handler(({ input }) => line.stop(neededSlot(input.slotId).id)),
    },
    fixture: {
      read: on.fixture.read.handler(() => fixture.view),
      arrange: on.fixture.arrange.handler(({ input }) => {
        people.need("set-up");
        return fixture.set(input === null ? { size: null, places: [] } : input);
      }),
      setTakt: on.fixture.setTakt.handler(({ input: { seconds } }) =>
        fixture.set({ taktSeconds: seconds, stationTaktSeconds: seconds }),
      ),
      setKeyboardScanner: on.fixture.setKeyboardScanner.handler(({ input }) => fixture.set({ keyboardScanner: input })),
      setSerialScanner: on.fixture.setSerialScanner.handler(({ input: { scanner } }) =>
        fixture.set({ serialScanner: scanner === null ? null : { ...scanner, state: "open", code: null } }),
      ),
      takeScan: on.fixture.takeScan.handler(({ input }) => ({ taken: fixture.claim(input.id) })),
      lock: on.fixture.lock.handler(() => {
        people.need("lots");
        return people.all.size === 0 ? refuse(nobodyToUnlock) : fixture.lock();
      }),
      unlock: on.fixture.unlock.handler(({ input }) => fixture.unlock(input.who)),
    },
    practice: {
      plug: on.practice.plug.handler(({ input }) => {
        neededLot();
        return line.plug(neededSlot(input.slotId).id, input.fault);
      }),
      unplug: on.practice.unplug.handler(({ input }) => line.unplug(neededSlot(input.slotId).id)),
      service: on.practice.service.handler(({ input }) => {
        reachable = input.reachable;
        publishService();
        line.drain();
        return { reachable };
      }),
      calls: on.practice.calls.handler(({ input }) => dps.calls.slice(0, input.limit)),
      hubDevices: on.practice.hubDevices.handler(({ input }) => dps.hubDevices.slice(0, input.limit)),
    },
    lots: {
      list: on.lots.list.handler(() => [...lots.values()]),
      current: on.lots.current.handler(currentLot),
      recipes: on.lots.recipes.handler(() => [...fakeRecipes]),
      open: on.lots.open.handler(({ input }) => {
        people.need("lots");
        if (lots.has(input.lot)) return refuse(lotExists);
        const recipe = fakeRecipes.find((one) => one.recipe === input.recipe) ?? refuse(noRecipe);
        return use(openFakeLot(input.lot, recipe, input.quantity));
      }),
      use: on.lots.use.handler(({ input }) => use(lots.get(input.lot) ?? refuse(noLot))),
      samplesDue: on.lots.samplesDue.handler(() => []),
      close: on.lots.close.handler(({ input }) => {
        people.need("lots");
        const closed = { ...(lots.get(input.lot) ?? refuse(noLot)), state: "closed" as const };
        lots.set(input.lot, closed);
        return closed;
      }),
      failures: on.lots.failures.handler(() => []),
      show: on.lots.show.handler(({ input }) =>
        fakeLotDetail(lots.get(input.lot) ?? refuse(noLot), [...line.units.values()]),
      ),
      units: on.lots.units.handler(({ input }) => fakeLotUnits([...line.units.values()], input)),
    },
    units: {
      list: on.units.list.handler(({ input }) => {
        const wanted = input.search.toLowerCase();
        const found = [...line.units.values()]
          .filter((unit) => `${unit.serialNumber} ${unit.registrationId} ${unit.lot}`.toLowerCase().includes(wanted))
          .sort((a, b) => b.updatedAt.localeCompare(a.updatedAt));
        return { units: found.slice(input.offset, input.offset + input.limit), total: found.length };
      }),
      get: on.units.get.handler(({ input }) => findUnit(input.serialNumber)),
      refresh: on.units.refresh.handler(({ input }) => findUnit(input.serialNumber)),
      verifications: on.units.verifications.handler(() => []),
      change: on.units.change.handler(({ input: { serialNumber, act } }) => {
        people.need("quality");
        const unit = findUnit(serialNumber);
        line.units.set(serialNumber, { ...unit, state: stateAfter[act] });
        return findUnit(serialNumber);
      }),
      allowedMoves: on.units.allowedMoves.handler(({ input }) =>
        fakeMoves(findUnit(input.serialNumber)).map((move) => ({
          ...move,
          may: people.session().rights.includes("quality"),
        })),
      ),
      find: on.units.find.handler(({ input }) => fakeFind([...line.units.values()], input.text)),
      verify: on.units.verify.handler(({ input }) =>
        fakeVerification(findUnit(input.serialNumber ?? neededSlot(input.slotId).serialNumber ?? "")),
      ),
    },
    manifests: {
      begin: on.manifests.begin.handler(() => ({ upload: "1" })),
      append: on.manifests.append.handler(({ input }) => ({ received: input.chunk.length })),
      verify: on.manifests.verify.handler(() => fakeManifestReport()),
      services: on.manifests.services.handler(() => []),
      compare: on.manifests.compare.handler(() => refuse(notManifest)),
      cancel: on.manifests.cancel.handler(() => ({ received: 0 })),
    },
    exports: {
      run: on.exports.run.handler(async function* ({ input, signal }) {
        const units = [...line.units.values()].filter((unit) => unit.lot === input.lot && unit.state === "provisioned");
        const header = input.format === "csv" ? "registrationId,deviceId\r\n" : "";
        let whole = header;
        if (header !== "") yield { type: "text" as const, text: header };
        for (const [index, unit] of units.entries()) {
          await sleep(60, undefined, signal === undefined ? {} : { signal });
          const row = { registrationId: unit.registrationId, deviceId: unit.serialNumber };
          const text =
            input.format === "csv" ? `${row.registrationId},${row.deviceId}\r\n` : `${JSON.stringify(row)}\n`;
          whole += text;
          yield { type: "text" as const, text };
          yield { type: "progress" as const, done: index + 1, total: units.length };
        }
        yield {
          type: "done" as const,
          fileName: `PRACTICE-${input.lot}.${input.format}`,
          mediaType: input.format === "csv" ? "text/csv" : "application/jsonl",
          count: units.length,
          sha256: sha256Hex(whole),
        };
      }),
    },
    shift: {
      note: on.shift.note.handler(() => null),
      leaveNote: on.shift.leaveNote.handler(({ input }) => ({
        note: input.note,
        operator: null,
        station: "Line 2",
        at: new Date().toISOString(),
      })),
    },
    insights: {
      read: on.insights.read.handler(({ input }) => fakeInsights(input)),
      behind: on.insights.behind.handler(() => ({ runs: [...fakeBehind], more: false })),
      operators: on.insights.operators.handler(() => [...fakeOperators]),
      behindOperator: on.insights.behindOperator.handler(() => ({ runs: [...fakeBehind], more: true })),
      report: on.insights.report.handler(({ input: { format } }) => ({
        fileName: `PRACTICE-report.${format}`,
        mediaType: "text/plain",
        base64: "",
      })),
    },
    setUp: {
      slots: on.setUp.slots.handler(() => setUp.slots()),
      ports: on.setUp.ports.handler(() => setUp.ports()),
      teachSlot: on.setUp.teachSlot.handler(({ input, signal }) => setUp.teach(input.name, signal)),
      forgetSlot: on.setUp.forgetSlot.handler(({ input }) => setUp.forget(input.id)),
      allowPort: on.setUp.allowPort.handler(({ input }) =>
        setUp.allow("path" in input ? input.path : input.location, input.allowed),
      ),
      plugPracticeUnit: on.setUp.plugPracticeUnit.handler(async () => ({ path: await setUp.plug() })),
      trustedRoots: on.setUp.trustedRoots.handler(() => setUp.roots()),
      addTrustedRoot: on.setUp.addTrustedRoot.handler(({ input }) => setUp.addRoot(input.base64)),
      removeTrustedRoot: on.setUp.removeTrustedRoot.handler(({ input }) => setUp.removeRoot(input.fingerprint)),
    },
    signers: {
      own: on.signers.own.handler(() => []),
      make: on.signers.make.handler(() => []),
      trusted: on.signers.trusted.handler(() => []),
      addTrusted: on.signers.addTrusted.handler(() => refuse(noLot)),
      removeTrusted: on.signers.removeTrusted.handler(() => refuse(noLot)),
    },
    recipes: {
      list: on.recipes.list.handler(() => shelf.list()),
      fields: on.recipes.fields.handler(() => shelf.fields()),
      samples: on.recipes.samples.handler(() => shelf.samples()),
      read: on.recipes.read.handler(({ input }) => shelf.read(input.name)),
      check: on.recipes.check.handler(({ input }) => shelf.check(input.source)),
      dryRun: on.recipes.dryRun.handler(({ input }) => shelf.dryRun(input.source)),
      save: on.recipes.save.handler(({ input }) => shelf.save(input.source)),
      remove: on.recipes.remove.handler(({ input }) => shelf.remove(input.name)),
    },
    requests: {
      awaiting: on.requests.awaiting.handler(() => [...requests.awaiting]),
      list: on.requests.list.handler(() => []),
      export: on.requests.export.handler(({ input }) => requests.page(input.after)),
      import: on.requests.import.handler(({ input }) => requests.take(input.base64)),
    },
    services: {
      list: on.services.list.handler(() => house.list()),
      add: on.services.add.handler(({ input: { name, idScope, secret, entra } }) =>
        house.add({ name, idScope, entra: entra ?? null }, secret),
      ),
      change: on.services.change.handler(({ input: { secret } }) => {
        house.secrets.push(secret);
        return house.list();
      }),
      remove: on.services.remove.handler(({ input: { name } }) => house.remove(name)),
      signIn: on.services.signIn.handler(async function* () {
        yield { type: "prompt" as const, address: "https://microsoft.com/devicelogin", code: "AB12CD34" };
        await sleep(20);
        yield { type: "signed-in" as const, account: "line@plant.example" };
      }),
    },
    settings: {
      read: on.settings.read.handler(() => house.settings),
      change: on.settings.change.handler(({ input }) => house.change(input)),
      guide: on.settings.guide.handler(() => house.guide(options.mode ?? "practice")),
      becomeReal: on.settings.becomeReal.handler(() => ({ restarts: false })),
    },
    authorities: {
      list: on.authorities.list.handler(() => house.authorities),
      unlock: on.authorities.unlock.handler(({ input: { name } }) => house.unlock(name)),
      create: on.authorities.create.handler(({ input }) => house.create(input)),
      importKey: on.authorities.importKey.handler(({ input: { name } }) => house.create({ name, kind: "root" })),
      importChain: on.authorities.importChain.handler(({ input: { name } }) => house.create({ name, kind: "root" })),
      attach: on.authorities.attach.handler(({ input: { name } }) => house.create({ name, kind: "root" })),
      request: on.authorities.request.handler(({ input: { name } }) => fakeFile(`${name}-request.pem`)),
      complete: on.authorities.complete.handler(() => house.authorities),
      certify: on.authorities.certify.handler(({ input: { above } }) => fakeFile(`${above}-certified.pem`)),
      exportChain: on.authorities.exportChain.handler(({ input }) => fakeFile(`${input.name}.${input.format}`)),
      prove: on.authorities.prove.handler(({ input: { name } }) => fakeFile(`${name}-proof.pem`)),
      revocationList: on.authorities.revocationList.handler(({ input: { name } }) => ({
        ...fakeFile(`${name}-1.crl`),
        number: 1,
        count: 0,
      })),
      leftOpen: on.authorities.leftOpen.handler(() => []),
      revoke: on.authorities.revoke.handler(({ input: { serialNumber } }) => ({
        serialNumber,
        unit: null,
        registrationId: null,
        enrollment: "none" as const,
      })),
    },
    service: {
      overview: on.service.overview.handler(() => ({ services: dps.services() })),
      conflicts: on.service.conflicts.handler(({ input: { offset, limit } }) => ({
        conflicts: dps.conflicts.slice(offset, offset + limit),
        total: dps.conflicts.length,
      })),
      conflict: on.service.conflict.handler(
        ({ input }) => dps.conflicts.find((one) => one.registrationId === input.registrationId) ?? null,
      ),
      solve: on.service.solve.handler(({ input }) => dps.solve(input, input.how)),
      parked: on.service.parked.handler(({ input: { offset, limit } }) => ({
        parked: dps.parked.slice(offset, offset + limit),
        total: dps.parked.length,
      })),
      retryParked: on.service.retryParked.handler(({ input }) => ({ retried: dps.retryParked(input.registrationIds) })),
      change: on.service.change.handler(({ input }) => dps.change(input, input.act)),
      changes: on.service.changes.handler(({ input: { offset, limit, registrationId } }) => {
        const found = dps.changes.filter(
          (one) => registrationId === undefined || one.registrationId === registrationId,
        );
        return { changes: found.slice(offset, offset + limit), total: found.length };
      }),
      check: on.service.check.handler(() => [...dps.checks]),
      checking: on.service.checking.handler(({ signal }) => dps.check(signal)),
      reconcile: {
        start: on.service.reconcile.start.handler(({ input }) => dps.startReconcile(input.service)),
        status: on.service.reconcile.status.handler(() => dps.reconcile),
        cancel: on.service.reconcile.cancel.handler(() => dps.cancelReconcile()),
      },
    },
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
    events: {
      subscribe: on.events.subscribe.handler(({ signal }) => events.follow(present(), signal)),
    },
  });
  const close = (): void => {
    line.close();
    dps.close();
  };
  return { router, line, fixture, setUp, requests, service: dps, people, publish, close };
}

function refuse(problem: Problem): never {
  throw new ORPCError(problem.code, { message: problem.detail, data: problem });
}

const stateAfter = { quarantine: "quarantined", release: "provisioned", rework: "rework", scrap: "scrapped" } as const;
