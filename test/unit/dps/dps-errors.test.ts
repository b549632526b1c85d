import { expect, it } from "vitest";
import { dpsErrors } from "../../../main/dps/dps-errors.ts";

it.each(Object.entries(dpsErrors.entries))("%s speaks to the worker in 60 characters", (code, entry) => {
  expect(code).toMatch(/^dps\.[a-z]+(?:-[a-z]+)*$/);
  expect(entry.sentence.length).toBeLessThanOrEqual(60);
});
