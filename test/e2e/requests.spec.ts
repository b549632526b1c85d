import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { derToPem, readPem } from "../../main/pki/pem.ts";
import { readAuthorityRequest } from "../../main/pki/requests/read-authority-request.ts";
import { AuthorityStore } from "../../main/station/authority-store.ts";
import { openDataFolder, practiceFolder } from "../../main/station/data-folder.ts";
import { SecretStore } from "../../main/station/secret-store.ts";
import { openWeb } from "./fixtures/open-web.ts";
import { expect, test } from "./fixtures/station.ts";

const within = { timeout: 60_000 };

/** The plant's PKI, somewhere else: it gives its chain to a station that is not made yet, and signs what is brought. */
async function somewhereElse(dataFolder: string) {
  const secrets = join(dataFolder, "away-secrets");
  await mkdir(secrets);
  const away = new AuthorityStore(join(dataFolder, "away"), new SecretStore(secrets));
  const about = { algorithm: "ec-p256", commonName: "Plant PKI", validityDays: 7000 } as const;
  const authority = await away.createRoot({ name: "plant-pki", ...about });
  const folder = openDataFolder(practiceFolder(dataFolder));
  await new AuthorityStore(folder.authorities, new SecretStore(folder.secrets)).importChain(
    "practice-ca",
    authority.chain,
  );
  const sign = async (pem: string): Promise<readonly string[]> => {
    const requests = readPem(pem).map(({ bytes }) => bytes);
    return Promise.all(
      requests.map(async (request) => {
        const { publicKey, commonName } = await readAuthorityRequest(request);
        const subject = { O: "Touchmark practice" };
        const issued = await authority.issueDeviceCertificate({ publicKey, commonName, subject, validityDays: 3650 });
        return derToPem(issued.certificate);
      }),
    );
  };
  return { sign };
}

test("a unit is set aside, its request goes out and its certificate comes in on Set-up, and it passes", {
  tag: "@web",
}, async ({ browser }) => {
  const dataFolder = await mkdtemp(join(tmpdir(), "touchmark-e2e-"));
  const pki = await somewhereElse(dataFolder);
  const { page, saveFile, close } = await openWeb(browser, dataFolder);
  try {
    await page.getByRole("button", { name: "Change lot" }).click();
    await page.getByRole("button", { name: "Use lot PRACTICE-X509" }).click();
    const slot = page.getByRole("article", { name: "Slot 1" });
    await slot.getByRole("button", { name: "Plug in", exact: true }).click();
    await expect(slot.getByText("SET ASIDE", { exact: true })).toBeVisible(within);
    await expect(slot.getByText("Set aside: its certificate is not here yet.")).toBeVisible();
    await expect(slot.getByText("FAIL")).toBeHidden();
    const violations = async () =>
      (await new AxeBuilder({ page }).setLegacyMode().analyze()).violations.map(
        ({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`,
      );
    expect(await violations()).toEqual([]);

    await page.goto(new URL("#/lots/PRACTICE-X509", page.url()).href);
    const units = page.getByRole("grid", { name: "Units of lot PRACTICE-X509" });
    await expect(units.getByText("Set aside", { exact: true })).toHaveCount(1);
    await page.getByRole("button", { name: "Close lot…" }).click();
    await expect(page.getByText("1 units wait for certificates signed elsewhere.")).toBeVisible();
    await page.keyboard.press("Escape");
    await units.getByRole("link").first().click();
    await expect(page.getByRole("heading", { level: 1, name: /^SN1\d{8} Set aside$/ })).toBeVisible();
    await expect(page.getByText("Interrupted")).toHaveCount(0);

    await page.goto(new URL("#/set-up/requests", page.url()).href);
    const lot = page.getByRole("listitem", { name: "Lot PRACTICE-X509" });
    await expect(lot).toContainText("1 waiting for practice-ca");
    const index = await saveFile(() => lot.getByRole("button", { name: /^Index/ }).click());
    expect(index.name).toBe("PRACTICE-X509-requests.csv");
    expect(index.text).toMatch(/SN1\d{8}/);
    const { text } = await saveFile(() => lot.getByRole("button", { name: /^Requests/ }).click());
    const [signed = ""] = await pki.sign(text);
    const [right, wrong] = [join(dataFolder, "signed.pem"), join(dataFolder, "wrong.pem")];
    await writeFile(right, signed);
    await writeFile(wrong, "no certificate in here\n");
    await page.locator("input[type=file]").setInputFiles([right, wrong]);
    const outcome = page.getByRole("region", { name: "What became of the certificates" });
    await expect(outcome.getByText("1 taken")).toBeVisible(within);
    await expect(outcome.getByRole("code")).toHaveText("pki.bad-certificate");
    await expect(page.getByText("No unit waits for a certificate")).toBeVisible();
    expect(await violations()).toEqual([]);

    await page.keyboard.press("Alt+1");
    await slot.getByRole("button", { name: "Try again" }).click();
    await expect(slot.getByText("PASS")).toBeVisible(within);
  } finally {
    await close();
    await rm(dataFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
});
