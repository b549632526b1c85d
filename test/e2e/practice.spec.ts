import { expect, test } from "./fixtures/station.ts";

test("a unit is plugged in, passes, registers and is exported", async ({ station: { page, saveFile } }) => {
  const slot = page.getByRole("article", { name: "Slot 1" });
  await slot.getByRole("button", { name: "Plug in", exact: true }).click();
  await expect(slot.getByText("PASS")).toBeVisible({ timeout: 30_000 });
  const serialNumber =
    (await slot
      .getByTitle(/^\S{6,}$/)
      .first()
      .getAttribute("title")) ?? "";

  await page.getByRole("link", { name: "Units" }).click();
  await page.getByRole("link", { name: serialNumber }).click();
  await expect(page.getByText(/\.azure-devices\.net|hub/).first()).toBeVisible({ timeout: 30_000 });

  await page.getByRole("link", { name: "Export" }).click();
  const saved = await saveFile(() => page.getByRole("button", { name: /^(Export|Save)/ }).click());
  expect(saved.name).toMatch(/^PRACTICE/);
  expect(saved.text).toContain(serialNumber);
});

test("a faulty unit fails with what to do next", async ({ station: { page } }) => {
  const slot = page.getByRole("article", { name: "Slot 2" });
  await slot.getByRole("button", { name: "Plug in a faulty unit" }).click();
  await page.getByRole("menuitem", { name: "Carries another unit's papers" }).click();
  await expect(slot.getByText("FAIL")).toBeVisible({ timeout: 30_000 });
  await expect(slot.getByRole("code")).toHaveText(/^[a-z-]+\.[a-z-]+$/);
});
