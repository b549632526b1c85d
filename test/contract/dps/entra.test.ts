import { spawnSync } from "node:child_process";
import { createServer } from "node:http";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { type Clock, systemClock } from "../../../main/base/clock.ts";
import { EntraCredential } from "../../../main/dps/auth/entra/entra-credential.ts";
import type { EntraSecret, EntraSettings } from "../../../main/dps/auth/entra/entra-settings.ts";
import { signIn, type SignInPrompt } from "../../../main/dps/auth/entra/sign-in.ts";
import { DpsClient } from "../../../main/dps/dps-client.ts";
import { type EntraStandIn, type EntraStandInOptions, startEntraStandIn } from "../../harness/entra-stand-in.ts";
import { hasOpenssl } from "../../harness/openssl.ts";
import { quickRetry, startService, tpmEntry } from "./service-fixture.ts";

const tenant = "11111111-aaaa-bbbb-cccc-000000000001";
const client = "22222222-aaaa-bbbb-cccc-000000000002";
const secret = "s3cret~of-the-station";

const standIn = async (options: Partial<EntraStandInOptions> = {}): Promise<EntraStandIn> => {
  const started = await startEntraStandIn({ tenant, client, secret, ...options });
  onTestFinished(() => started.close());
  return started;
};

function kept(text?: string): EntraSecret & { text: string | undefined } {
  const secretKept = {
    text,
    get: () => Promise.resolve(secretKept.text),
    put: (next: string) => {
      secretKept.text = next;
      return Promise.resolve();
    },
  };
  return secretKept;
}

interface Sketch {
  readonly entra: EntraStandIn;
  readonly kind?: "client-secret" | "client-certificate" | "device-code";
  readonly keeps?: EntraSecret;
  readonly clock?: Clock;
  readonly changes?: Partial<{ client: string; tenant: string }>;
}

const settingsOf = ({ entra, kind = "client-secret", changes }: Sketch): EntraSettings => ({
  kind,
  tenant,
  client,
  authorityHost: entra.url,
  ...changes,
});

function credentialOf(sketch: Sketch): EntraCredential {
  const { entra, keeps = kept(secret), clock } = sketch;
  const credential = new EntraCredential({ settings: settingsOf(sketch), secret: keeps, ca: [entra.caPem], clock });
  onTestFinished(() => credential.close());
  return credential;
}

/** The practice service taking the stand-in's tokens, and a client that signs in there. */
async function signedIn(sketch: Sketch): Promise<DpsClient> {
  const { dps } = await startService({ bearer: sketch.entra.opens });
  const options = { url: dps.url, ca: [dps.caPem], retry: quickRetry, credential: credentialOf(sketch) };
  const made = new DpsClient(options);
  onTestFinished(() => made.close());
  return made;
}

const now = { now: new Date() };

describe("a client secret", () => {
  it("becomes one token for all calls, which the service accepts", async () => {
    const entra = await standIn();
    const dps = await signedIn({ entra });
    await Promise.all(["unit-1", "unit-2", "unit-3"].map((id, index) => dps.putEnrollment(tpmEntry(id, index * 2))));
    expect((await dps.queryEnrollments()).items).toHaveLength(3);
    expect([entra.asked.length, entra.tokens.length, dps.authentication]).toEqual([1, 1, "entra-client-secret"]);
    expect(entra.asked[0]).toMatchObject({ grant_type: "client_credentials", client_id: client });
  });

  it("that is wrong is refused with Entra's own words, and told to nobody", async () => {
    const entra = await standIn();
    const wrong = "wr0ng~secret";
    const dps = await signedIn({ entra, keeps: kept(wrong) });
    const error: unknown = await dps.getEnrollment("unit-1").catch((error: unknown) => error);
    expect(error).toMatchObject({
      code: "dps.credential",
      detail: expect.stringContaining("AADSTS7000215: Invalid client secret provided."),
      trackingId: "11111111-2222-3333-4444-555555555555",
    });
    expect(inspect(error, { depth: 20, showHidden: true })).not.toContain(wrong);
    expect(dps.circuit).toBe("closed");
  });

  it("that is not there, or belongs to another application, is said so", async () => {
    const entra = await standIn();
    await expect(credentialOf({ entra, keeps: kept() }).authorization(now)).rejects.toMatchObject({
      code: "dps.credential",
      detail: `no secret is kept for application ${client}`,
    });
    const stranger = credentialOf({ entra, changes: { client: "33333333-aaaa-bbbb-cccc-000000000003" } });
    await expect(stranger.authorization(now)).rejects.toMatchObject({
      code: "dps.credential",
      detail: expect.stringContaining("AADSTS700016"),
    });
  });

  it("is not sent to somebody who is not trusted", async () => {
    const entra = await standIn();
    const credential = new EntraCredential({ settings: settingsOf({ entra }), secret: kept(secret) });
    await expect(credential.authorization(now)).rejects.toMatchObject({ code: "dps.tls" });
    expect(entra.asked).toEqual([]);
  });

  it("refused for the times in an assertion is the clock's fault", async () => {
    const entra = await standIn();
    const body = {
      error: "invalid_client",
      error_description: "AADSTS700024: Client assertion is not within its valid time range.",
    };
    entra.failures.push({ status: 401, body: JSON.stringify(body) });
    await expect(credentialOf({ entra }).authorization(now)).rejects.toMatchObject({ code: "dps.clock" });
  });

  it("finds nobody: unreachable, and there again when Entra is", async () => {
    const entra = await standIn();
    const credential = credentialOf({ entra });
    entra.failures.push({ status: 503, body: "<html>busy</html>" }, { status: 503, body: "<html>busy</html>" });
    await expect(credential.authorization(now)).rejects.toMatchObject({ code: "dps.unreachable" });
    await expect(credential.authorization(now)).resolves.toMatch(/^Bearer /);
    const away = credentialOf({ entra });
    await entra.close();
    await expect(away.authorization(now)).rejects.toMatchObject({ code: "dps.unreachable" });
  });
});

describe("a token", () => {
  it("is renewed before it ends, and while that fails the old one is used as long as it lasts", async () => {
    const entra = await standIn({ lifetime: 600 });
    let passed = 0;
    const clock = { ...systemClock, monotonicMs: () => passed };
    const credential = credentialOf({ entra, clock });
    const first = await credential.authorization(now);
    passed = 299_000;
    expect(await credential.authorization(now)).toBe(first);
    expect(entra.tokens).toHaveLength(1);
    passed = 301_000;
    await entra.close();
    // MSAL answers from its own memory as long as its token is good for five minutes more.
    expect(await credential.authorization(now)).toBe(first);
  });

  it("stops being waited for when the call is cancelled", async () => {
    const entra = await standIn();
    const credential = credentialOf({ entra });
    const call = credential.authorization({ ...now, signal: AbortSignal.abort() });
    await expect(call).rejects.toMatchObject({ code: "station.cancelled" });
    await expect(credential.authorization(now)).resolves.toMatch(/^Bearer /);
  });
});

describe.skipIf(!hasOpenssl)("a client certificate", () => {
  let certificate = "";
  let key = "";

  beforeAll(() => {
    const folder = mkdtempSync(join(tmpdir(), "touchmark-"));
    const [keyFile, certificateFile] = [join(folder, "key.pem"), join(folder, "certificate.pem")];
    const subject = ["-subj", "/CN=station", "-days", "2"];
    spawnSync("openssl", [
      "req",
      "-x509",
      "-newkey",
      "rsa:2048",
      "-nodes",
      "-keyout",
      keyFile,
      "-out",
      certificateFile,
      ...subject,
    ]);
    [key, certificate] = [readFileSync(keyFile, "utf8"), readFileSync(certificateFile, "utf8")];
    rmSync(folder, { recursive: true });
  });

  it("signs an assertion that OpenID Connect's rules hold for", async () => {
    const entra = await standIn({ certificate });
    const dps = await signedIn({ entra, kind: "client-certificate", keeps: kept(`${certificate}${key}`) });
    expect(await dps.getEnrollment("unit-1")).toBeUndefined();
    expect(entra.asked).toEqual([expect.objectContaining({ client_assertion: expect.any(String) })]);
    expect(JSON.stringify(entra.asked)).not.toContain("PRIVATE");
  });

  it("that Entra does not know, or that is none, is refused and not shown", async () => {
    const entra = await standIn();
    const keeps = kept(`${certificate}${key}`);
    const credential = credentialOf({ entra, kind: "client-certificate", keeps });
    await expect(credential.authorization(now)).rejects.toMatchObject({
      code: "dps.credential",
      detail: expect.stringContaining("AADSTS700027"),
    });
    const broken = credentialOf({ entra, kind: "client-certificate", keeps: kept("nonsense") });
    const error: unknown = await broken.authorization(now).catch((error: unknown) => error);
    expect(error).toMatchObject({ code: "dps.credential" });
    expect(inspect(error, { depth: 20 })).not.toContain("nonsense");
  });
});

describe("a managed identity", () => {
  it("asks the machine, past any proxy, and is no outage where there is none", async () => {
    const asked: (string | undefined)[] = [];
    const machine = createServer((incoming, outgoing) => {
      const header = incoming.headers["x-identity-header"];
      asked.push(incoming.url);
      if (header !== "proof" || asked.length === 1) return outgoing.writeHead(403).end();
      const expires = Math.floor(Date.now() / 1000) + 3600;
      return outgoing.end(
        JSON.stringify({ access_token: "of-the-machine", expires_on: expires, token_type: "Bearer" }),
      );
    });
    await new Promise<void>((resolve) => void machine.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void machine.close());
    const address = machine.address();
    const port = typeof address === "object" ? address?.port : 0;
    onTestFinished(() => void vi.unstubAllEnvs());
    vi.stubEnv("IDENTITY_ENDPOINT", `http://127.0.0.1:${port}/token`);
    vi.stubEnv("IDENTITY_HEADER", "proof");
    // Whatever goes wrong here: never the metadata service of the machine the test runs on.
    vi.stubEnv("AZURE_POD_IDENTITY_AUTHORITY_HOST", "http://127.0.0.1:9");
    vi.stubEnv("HTTP_PROXY", "http://127.0.0.1:9");
    const open = (): EntraCredential => {
      const settings: EntraSettings = { kind: "managed-identity", client };
      const credential = new EntraCredential({ settings, secret: kept() });
      onTestFinished(() => credential.close());
      return credential;
    };
    // MSAL remembers a machine's tokens beyond one credential, so the refusal comes first.
    await expect(open().authorization(now)).rejects.toMatchObject({ code: "dps.credential" });
    expect(await open().authorization(now)).toBe("Bearer of-the-machine");
    expect(asked[0]).toContain(`resource=${encodeURIComponent("https://azure-devices-provisioning.net")}`);
    expect(asked[0]).toContain(`client_id=${client}`);
  });
});

/** What is kept of a sign-in once its access token has run out. */
const withoutAccessTokens = (text: string | undefined): string | undefined =>
  text?.replaceAll(/\\"AccessToken\\":\{.*?\}\}/g, '\\"AccessToken\\":{}');

describe("a device code", () => {
  const signInAt = (entra: EntraStandIn, keeps: EntraSecret, show: (prompt: SignInPrompt) => void): Promise<string> =>
    signIn({
      settings: settingsOf({ entra, kind: "device-code" }),
      secret: keeps,
      ca: [entra.caPem],
      show,
      signal: AbortSignal.timeout(20_000),
    });

  it("is shown to a person, whose sign-in then serves stations that start later, until Entra wants the person again", async () => {
    const entra = await standIn();
    const keeps = kept();
    const prompts: SignInPrompt[] = [];
    const who = await signInAt(entra, keeps, (prompt) => {
      prompts.push(prompt);
      entra.person = "approves";
    });
    expect(who).toBe("engineer@example.test");
    expect(prompts).toEqual([
      { address: `${entra.url}/devicelogin`, code: "ABC-123", message: "open the page and type the code" },
    ]);
    const asked = entra.asked.length;
    const dps = await signedIn({ entra, kind: "device-code", keeps });
    expect(await dps.getEnrollment("unit-1")).toBeUndefined();
    expect(entra.asked).toHaveLength(asked);
    // A later station has the refresh token only.
    const later = kept(withoutAccessTokens(keeps.text));
    await expect(credentialOf({ entra, kind: "device-code", keeps: later }).authorization(now)).resolves.toMatch(
      /^Bearer /,
    );
    expect(entra.asked.at(-1)).toMatchObject({ grant_type: "refresh_token" });
    expect(later.text).toContain(entra.tokens.at(-1));
    const last = kept(withoutAccessTokens(later.text)?.replaceAll("refresh-token", "old-token"));
    await expect(credentialOf({ entra, kind: "device-code", keeps: last }).authorization(now)).rejects.toMatchObject({
      code: "dps.sign-in",
    });
  });

  it("without a person there is no call, and nobody is asked in mid-work", async () => {
    const entra = await standIn();
    const credential = credentialOf({ entra, kind: "device-code", keeps: kept() });
    await expect(credential.authorization(now)).rejects.toMatchObject({ code: "dps.sign-in" });
    expect(entra.asked).toEqual([]);
  });

  it("that the person declines is no sign-in, and nothing is kept", async () => {
    const entra = await standIn();
    const keeps = kept();
    entra.person = "declines";
    await expect(signInAt(entra, keeps, () => undefined)).rejects.toMatchObject({
      code: expect.stringMatching(/^dps\.(?:credential|sign-in)$/),
    });
    expect(keeps.text).toBeUndefined();
  });
});

it("loads @azure/identity only when a token is wanted", () => {
  const source = `
    import { registerHooks } from "node:module";
    let loaded = 0;
    registerHooks({
      resolve(name, context, next) {
        const found = next(name, context);
        if (found.url.includes("/@azure/")) loaded += 1;
        return found;
      },
    });
    const { DpsClient } = await import("./main/dps/dps-client.ts");
    const { EntraCredential } = await import("./main/dps/auth/entra/entra-credential.ts");
    const { ServiceStore } = await import("./main/station/service-store.ts");
    const secret = { get: async () => undefined, put: async () => undefined };
    const settings = { kind: "client-secret", tenant: "t", client: "c" };
    const credential = new EntraCredential({ settings, secret });
    new DpsClient({ url: "https://x.test", credential });
    const before = loaded;
    await credential.authorization({ now: new Date() }).catch(() => undefined);
    console.log(ServiceStore.name, before, loaded > 0);
  `;
  const { stdout } = spawnSync(process.execPath, ["--input-type=module", "-e", source], { encoding: "utf8" });
  expect(stdout.trim()).toBe("ServiceStore 0 true");
});
