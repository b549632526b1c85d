import { expect, test } from "./fixtures/station.ts";

test("a crash of the station is said, and over by itself", async ({ station: { page, shell, killStation } }) => {
  test.skip(shell === "web", "the web shell is the station's own process");
  const slot = page.getByRole("article", { name: "Slot 1" });
  await expect(slot.getByText("WAITING")).toBeVisible();
  await killStation?.();
  await expect(page.getByRole("alert").filter({ hasText: "The station restarts" })).toBeVisible();
  await expect(page.getByRole("alert").filter({ hasText: "The station restarts" })).toBeHidden();
  await slot.getByRole("button", { name: "Plug in", exact: true }).click();
  await expect(slot.getByText("PASS")).toBeVisible({ timeout: 30_000 });
});
