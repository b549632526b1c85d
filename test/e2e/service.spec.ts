import type { Page } from "@playwright/test";
import { atPracticeDps } from "./fixtures/practice-dps.ts";
import { expect, test } from "./fixtures/station.ts";

const passWithin = { timeout: 60_000 };
const chip = (page: Page) => page.getByRole("link", { name: "Provisioning service" });
const toService = (page: Page, section: string) =>
  page.getByRole("navigation", { name: "Parts of Service" }).getByRole("link", { name: section }).click();
const figure = (page: Page, name: string) => page.locator(`dt:text-is("${name}") + dd`);

async function plugAndPass(page: Page, slot: number): Promise<string> {
  const card = page.getByRole("article", { name: `Slot ${slot}` });
  await card.getByRole("button", { name: "Plug in", exact: true }).click();
  await expect(card.getByText("PASS")).toBeVisible(passWithin);
  return card.getByText(/^(GW|SN)\d+$/).innerText();
}

test("with the network out the line goes on, the queue grows, the screen says so, and all is sent afterwards", async ({
  station: { page },
}) => {
  const answers = page.getByRole("switch", { name: "Practice service answers" });
  await plugAndPass(page, 1);
  await expect(page.getByText("Saved, service knows it")).toBeVisible(passWithin);
  await answers.press("Space");
  await expect(answers).not.toBeChecked();
  await plugAndPass(page, 2);
  await plugAndPass(page, 3);
  await expect(chip(page)).toContainText("Service away");
  await expect(chip(page)).toContainText("queue 2");

  await chip(page).click();
  const service = page.getByRole("article", { name: "practice-dps" });
  await expect(service.getByRole("heading", { name: /^Service away practice-dps since / })).toBeVisible();
  await expect(service.getByText("The line goes on.")).toBeVisible();
  await expect(figure(page, "Waiting")).toContainText("2");
  const error = service.getByRole("listitem").first();
  await expect(error.getByRole("code")).toHaveText(/^dps\./);
  await error.getByRole("button", { name: "Details" }).click();
  await expect(error.getByText("What was seen")).toBeVisible();

  await service.getByRole("link", { name: "Check this service" }).click();
  await page.getByRole("button", { name: "Run the check" }).click();
  await expect(page.getByRole("heading", { name: /^Wrong: / })).toBeVisible(passWithin);
  await expect(page.getByText(/^To be fixed by: /)).toBeVisible();

  await answers.press("Space");
  await toService(page, "Overview");
  await expect(service.getByRole("heading", { name: "Service ok" })).toBeVisible(passWithin);
  await expect(figure(page, "Waiting")).toHaveText(/^0/);
  await expect(figure(page, "Enrolled")).toHaveText(/^3/);

  await toService(page, "Check");
  await page.getByRole("switch", { name: "Also write to the service" }).press("Space");
  await page.getByRole("button", { name: "Check again" }).click();
  await expect(page.getByRole("heading", { name: /ready|warning/ })).toBeVisible(passWithin);
  await expect(page.getByRole("row", { name: /Right to write Ok/ })).toBeVisible();
});

test("an entry of somebody else is a conflict: shown field by field, overwritten, or the unit named otherwise, with a reason after two questions", async ({
  station: { page, dataFolder },
}) => {
  await atPracticeDps(dataFolder, (client) =>
    client.putEnrollment({
      registrationId: "sn100000001",
      deviceId: "somebody-elses-device",
      attestation: { type: "symmetricKey" },
    }),
  );
  await page.getByRole("button", { name: "Change lot" }).click();
  await page.getByRole("button", { name: "Use lot PRACTICE-X509" }).click();
  expect(await plugAndPass(page, 1)).toBe("SN100000001");
  await expect(page.getByText("Saved, service disagrees")).toBeVisible(passWithin);
  await expect(chip(page)).toContainText("1 set aside");

  await page.keyboard.press("Alt+6");
  await expect(page.getByRole("heading", { name: "Needs a person" })).toBeVisible();
  await page.getByRole("link", { name: "conflicts: 1" }).click();
  await page.getByRole("link", { name: "SN100000001" }).click();
  await expect(page.getByRole("heading", { name: "SN100000001: the service has another entry" })).toBeVisible();
  await expect(page.getByRole("row", { name: /device id sn100000001 somebody-elses-device/ })).toBeVisible();

  await page.getByRole("button", { name: "Overwrite the service's entry" }).click();
  const asked = page.getByRole("group");
  await expect(asked.getByRole("textbox", { name: "Reason" })).toBeFocused();
  await asked.getByRole("button", { name: "Overwrite the service's entry" }).click();
  await expect(asked.getByText("Say why.")).toBeVisible();
  await asked.getByRole("textbox", { name: "Reason" }).fill("Left over from a trial");
  await asked.getByRole("textbox", { name: "Name or badge" }).fill("Mai N.");
  await page.keyboard.press("Enter");
  await expect(asked.getByRole("button", { name: "No, leave it" })).toBeFocused();
  await asked.getByRole("button", { name: "Yes, overwrite it" }).click();
  await expect(page.getByText("Done: Overwrite the service's entry")).toBeVisible(passWithin);

  const entry = await atPracticeDps(dataFolder, (client) => client.getEnrollment("sn100000001"));
  expect(entry).toMatchObject({ deviceId: "sn100000001", attestation: { type: "x509" } });
  // Where both are right, the next one gets another name, and takes it when it is plugged in again.
  await atPracticeDps(dataFolder, (client) =>
    client.putEnrollment({ registrationId: "sn100000002", attestation: { type: "symmetricKey" } }),
  );
  await page.keyboard.press("Alt+1");
  expect(await plugAndPass(page, 2)).toBe("SN100000002");
  await expect(page.getByText("Saved, service disagrees")).toBeVisible(passWithin);
  await page.keyboard.press("Alt+6");
  await page.getByRole("link", { name: "conflicts: 1" }).click();
  await page.getByRole("link", { name: "SN100000002" }).click();
  await page.getByRole("button", { name: "Give the unit another id" }).click();
  await expect(asked.getByRole("textbox", { name: "New registration id" })).toHaveValue("sn100000002-2");
  await asked.getByRole("textbox", { name: "Reason" }).fill("Theirs is an older pump");
  await page.keyboard.press("Enter");
  await expect(asked.getByText("From now on the unit is sn100000002-2")).toBeVisible();
  await asked.getByRole("button", { name: "Yes, name it sn100000002-2" }).click();
  await expect(page.getByText("Plug SN100000002 in again.")).toBeVisible(passWithin);
  await toService(page, "Refused");
  await expect(page.getByText("Plug SN100000002 in again.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Try again: SN100000002" })).toBeHidden();
  await page.keyboard.press("Alt+1");
  await page.getByRole("article", { name: "Slot 2" }).getByRole("button", { name: "Take out" }).click();
  expect(await plugAndPass(page, 2)).toBe("SN100000002");
  await expect
    .poll(() => atPracticeDps(dataFolder, (client) => client.getEnrollment("sn100000002-2")), passWithin)
    .toMatchObject({ attestation: { type: "x509" } });

  await page.keyboard.press("Alt+6");
  await toService(page, "Acts");
  await expect(page.getByRole("row", { name: /Give the unit another id SN100000002 Theirs/ })).toBeVisible();
  await expect(page.getByRole("row", { name: /Overwrite the service's entry SN100000001 Left over/ })).toBeVisible();
  await toService(page, "Conflicts");
  await expect(page.getByText("No conflicts")).toBeVisible();
});

test("service and records are compared, what differs leads to the unit, and calls are seen as they come", async ({
  station: { page, dataFolder },
}) => {
  const serialNumber = await plugAndPass(page, 1);
  await expect(page.getByText("Saved, service knows it")).toBeVisible(passWithin);
  await atPracticeDps(dataFolder, (client) =>
    client.putEnrollment({ registrationId: "not-of-this-station", attestation: { type: "symmetricKey" } }),
  );
  await page.keyboard.press("Alt+6");
  await toService(page, "Compare");
  await page.getByRole("button", { name: "Compare", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Service and records differ" })).toBeVisible(passWithin);
  await page.getByRole("button", { name: "1 Not from this station" }).click();
  await expect(page.getByRole("row", { name: /not-of-this-station/ })).toBeVisible();

  await toService(page, "Calls");
  const calls = page.getByRole("table", { name: "Calls to the practice service" });
  await expect(calls.getByRole("row", { name: /service PUT \/enrollments\/not-of-this-station 200/ })).toBeVisible();

  await toService(page, "Practice hub");
  const device = page.getByRole("row", { name: new RegExp(`${serialNumber} practice-hub`, "i") });
  await expect(device.getByText("Connected")).toBeVisible(passWithin);
  await device.getByRole("button", { name: /^Twin of/ }).click();
  await expect(page.getByText(/"lot": "PRACTICE-TPM"/)).toBeVisible();

  await page.keyboard.press("Alt+2");
  await page.getByRole("link", { name: serialNumber, exact: true }).click();
  await page.getByRole("button", { name: "Disable at the service", exact: true }).click();
  await page.getByRole("textbox", { name: "Reason" }).fill("Reported stolen");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: `Yes, disable ${serialNumber}` }).click();
  await expect(page.getByText("Done: Disable")).toBeVisible(passWithin);
  await expect(page.getByRole("button", { name: "Enable at the service" })).toBeVisible();
  await expect(page.getByText("Reported stolen", { exact: true })).toBeVisible();
});
