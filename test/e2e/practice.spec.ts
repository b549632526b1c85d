import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures/station.ts";

const passWithin = { timeout: 60_000 };
const plug = { name: "Plug in", exact: true };

/** The value beside a name in a list of facts. */
const fact = (page: Page, name: string) => page.locator(`dt:text-is("${name}") + dd`);

test("a unit is plugged in, passes, registers and is exported", async ({ station: { page, saveFile } }) => {
  await expect(page.getByText("PRACTICE").first()).toBeVisible();
  const slot = page.getByRole("article", { name: "Slot 1" });
  await slot.getByRole("button", plug).click();
  await expect(slot.getByText("PASS")).toBeVisible(passWithin);
  await expect(slot.getByText("Saved, service knows it")).toBeVisible();
  const serialNumber = await slot.getByText(/^GW2\d{8}$/).innerText();

  await page.getByRole("link", { name: "Verify" }).click();
  await page.getByRole("link", { name: serialNumber, exact: true }).click();
  await expect(page.getByRole("heading", { name: `${serialNumber} Provisioned` })).toBeVisible();
  await expect(fact(page, "Registration id")).toContainText(/[a-z2-7]{52}/);
  await expect(fact(page, "Device id")).toContainText(serialNumber);
  await expect(async () => {
    await page.getByRole("button", { name: "Ask the service now" }).click();
    await expect(fact(page, "Device registration")).toHaveText(/^assigned/, { timeout: 2_000 });
  }).toPass(passWithin);
  await expect(fact(page, "Assigned hub")).toContainText(/^[\w-]+(\.[\w-]+)+$/);

  await page.getByRole("link", { name: "Lots" }).click();
  await page.getByRole("link", { name: "PRACTICE-TPM" }).click();
  await page.getByRole("link", { name: "Manifests" }).click();
  await page.getByRole("radio", { name: "CSV" }).check();
  await page.getByRole("button", { name: "Make the file" }).click();
  const saved = await saveFile(() => page.getByRole("button", { name: "Save" }).click());
  expect(saved.name).toMatch(/^PRACTICE.*\.csv$/);
  const [header = "", ...rows] = saved.text.trimEnd().split("\r\n");
  expect(header.split(",")).toEqual(expect.arrayContaining(["registrationId", "deviceId"]));
  expect(rows).toHaveLength(1);
  expect(rows[0]).toContain(serialNumber);
});

test("a unit of an X.509 lot passes and is exported line by line", async ({ station: { page, saveFile } }) => {
  await page.getByRole("button", { name: "Change lot" }).click();
  await page.getByRole("button", { name: "Use lot PRACTICE-X509" }).click();
  const slot = page.getByRole("article", { name: "Slot 3" });
  await slot.getByRole("button", plug).click();
  await expect(slot.getByText("PASS")).toBeVisible(passWithin);
  const serialNumber = await slot.getByText(/^SN1\d{8}$/).innerText();

  await page.getByRole("link", { name: "Lots" }).click();
  await page.getByRole("link", { name: "PRACTICE-X509" }).click();
  await page.getByRole("link", { name: "Manifests" }).click();
  await page.getByRole("radio", { name: "JSON Lines" }).check();
  await page.getByRole("button", { name: "Make the file" }).click();
  const saved = await saveFile(() => page.getByRole("button", { name: "Save" }).click());
  expect(saved.name).toMatch(/^PRACTICE.*\.jsonl$/);
  expect(saved.text).toContain(serialNumber);
  expect(saved.text).not.toContain("PRIVATE KEY");
});

test("a faulty unit fails with what to do next, and the next one passes", async ({ station: { page } }) => {
  const slot = page.getByRole("article", { name: "Slot 2" });
  await slot.getByRole("button", { name: "Plug in a faulty unit" }).click();
  await page.getByRole("menuitem", { name: "Carries another unit's papers" }).click();
  await expect(slot.getByText("FAIL")).toBeVisible(passWithin);
  await expect(slot.getByRole("code")).toHaveText(/^[a-z-]+\.[a-z-]+$/);
  await expect(slot.getByText("PASS")).toBeHidden();

  await slot.getByRole("button", { name: "Take out" }).click();
  await slot.getByRole("button", plug).click();
  await expect(slot.getByText("PASS")).toBeVisible(passWithin);
});
