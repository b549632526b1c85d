import { expect, it } from "vitest";
import { leadsOut } from "../../../../renderer/frame/leads-out.ts";

const plain = { altKey: false, ctrlKey: false, metaKey: false };

it.each([
  ["F5", plain, true],
  ["F11", plain, true],
  ["BrowserBack", plain, true],
  ["ArrowLeft", { ...plain, altKey: true }, true],
  ["r", { ...plain, ctrlKey: true }, true],
  ["w", { ...plain, ctrlKey: true }, true],
  ["q", { ...plain, metaKey: true }, true],
  // Copying leads nowhere, and a GS1 separator comes as Ctrl+].
  ["c", { ...plain, ctrlKey: true }, false],
  ["]", { ...plain, ctrlKey: true }, false],
  ["Control", { ...plain, ctrlKey: true }, false],
  ["F", plain, false],
  ["Enter", plain, false],
])("key %s with %j leads out of the Line: %s", (key, held, out) => {
  expect(leadsOut({ key, ...held })).toBe(out);
});
