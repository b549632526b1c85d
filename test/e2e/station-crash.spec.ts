import { expect, test } from "./fixtures/station.ts";

// The web shell is the station's own process: there a crash ends both.
test("a crash of the station is said, and over by itself", { tag: "@desktop" }, async ({ station }) => {
  const { page, killStation } = station;
  const slot = page.getByRole("article", { name: "Slot 1" });
  await expect(slot.getByText("WAITING")).toBeVisible();
  const lost = page.getByText("The station restarts");
  // Looked for all the time, for a quick machine has its station back at once.
  const said = lost.waitFor();
  await killStation?.();
  await said;
  await expect(lost).toBeHidden();
  await slot.getByRole("button", { name: "Plug in", exact: true }).click();
  await expect(slot.getByText("PASS")).toBeVisible({ timeout: 60_000 });
});
