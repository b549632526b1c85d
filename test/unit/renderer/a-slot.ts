import type { Slot } from "../../../main/api/contract/index.ts";

/** A slot that waits, but for what a test changes. */
export const aSlot = (change: Partial<Slot>): Slot => ({
  id: "1",
  name: "1",
  state: "waiting",
  present: true,
  serialNumber: null,
  registrationId: null,
  runId: null,
  step: null,
  startedAt: null,
  elapsedMs: null,
  expectedMs: null,
  problem: null,
  next: "plug-in",
  enrollment: null,
  ...change,
});
