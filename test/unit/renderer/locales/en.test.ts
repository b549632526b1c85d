import { describe, expect, it } from "vitest";
import {
  changeSchema,
  practiceCallSchema,
  practiceFaultSchema,
  reconcileKindSchema,
  reconcileStatusSchema,
  serviceCheckSchema,
  serviceStatusSchema,
  slotSchema,
  solutionSchema,
  stepIdSchema,
  unitRowSchema,
  unitStateSchema,
} from "../../../../main/api/contract/index.ts";
import { en, problemSentences } from "../../../../renderer/locales/en.ts";

const missing = (keys: readonly string[], words: Readonly<Record<string, string>>): string[] =>
  keys.filter((key) => (words[key] ?? "").trim() === "");

describe("English catalogue", () => {
  it.each([
    ["slot state", slotSchema.shape.state.options, en.line.states],
    ["next action", slotSchema.shape.next.options, en.line.next],
    ["step, for the worker", stepIdSchema.options, en.line.steps],
    ["step, for the engineer", stepIdSchema.options, en.unit.stepNames],
    ["reason to skip", slotSchema.shape.skipped.unwrap().unwrap().options, en.line.skipped],
    ["enrollment on the slot", slotSchema.shape.enrollment.unwrap().options, en.line.saved],
    ["enrollment", slotSchema.shape.enrollment.unwrap().options, en.units.enrollments],
    ["practice fault", practiceFaultSchema.options, en.practice.faults],
    ["unit state", unitStateSchema.options, en.units.states],
    ["outcome", unitRowSchema.shape.lastOutcome.unwrap().options, en.units.outcomes],
    ["service state", serviceStatusSchema.shape.state.options, en.frame.serviceStates],
    ["service state's meaning", serviceStatusSchema.shape.state.options, en.service.overview.matters],
    ["service state's next step", serviceStatusSchema.shape.state.options, en.service.overview.nexts],
    ["solution of a conflict", solutionSchema.options, en.service.conflicts.solutionsMean],
    ["act on an entry", changeSchema.shape.act.options, en.service.changes.acts],
    ["state of an act", changeSchema.shape.state.options, en.service.changes.states],
    ["verdict of a check", serviceCheckSchema.shape.verdict.options, en.service.check.verdicts],
    ["mender", serviceCheckSchema.shape.whoMends.unwrap().options, en.service.check.menders],
    ["kind of difference", reconcileKindSchema.options, en.service.reconcile.kinds],
    ["kind of difference, meaning", reconcileKindSchema.options, en.service.reconcile.kindsMean],
    ["phase of a comparison", reconcileStatusSchema.shape.phase.unwrap().options, en.service.reconcile.phases],
    ["practice API", practiceCallSchema.shape.api.options, en.service.calls.apis],
  ])("has a word for every %s", (_, keys, words) => {
    expect(missing(keys, words)).toEqual([]);
  });

  it("tells the worker in at most 60 characters", () => {
    const sentences = [
      ...Object.values(en.line.next),
      ...Object.values(en.line.saved),
      ...Object.values(en.line.skipped),
      ...Object.values(en.practice.faults),
      ...Object.values(problemSentences),
      ...Object.values(en.service.overview.matters),
      ...Object.values(en.service.overview.nexts),
      en.line.nextUnit,
      en.line.noSlots,
      en.line.noSlotsNext,
      en.lot.noneNext,
      en.frame.lost,
    ];
    expect(sentences.filter((sentence) => sentence.length > 60)).toEqual([]);
  });

  it("fits a step's word into a slot", () => {
    expect(Object.values(en.line.steps).filter((word) => word.length > 20)).toEqual([]);
  });

  it("keeps engineers' words off the Line", () => {
    const jargon = /certificate|enroll|TPM|X\.509|endorsement|registration|nonce|CSR|hub|DPS|timeout/i;
    const said = [en.line.states, en.line.next, en.line.steps, en.line.saved, en.line.skipped].flatMap((words) =>
      Object.values(words),
    );
    expect(said.filter((words) => jargon.test(words))).toEqual([]);
  });
});
