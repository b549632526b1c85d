import "reflect-metadata";
import { randomUUID, X509Certificate } from "node:crypto";
import { createServer } from "node:https";
import type { IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { importX509, jwtVerify, SignJWT } from "jose";
import { BasicConstraintsExtension, SubjectAlternativeNameExtension } from "@peculiar/x509";
import { toPem } from "../../main/base/bytes/pem.ts";
import { testCertificate } from "./test-certificates.ts";

/** Whom the stand-in lets in. */
export interface EntraStandInOptions {
  readonly tenant: string;
  readonly client: string;
  readonly secret?: string;
  /** PEM: an assertion signed by its key is accepted. */
  readonly certificate?: string;
  /** Seconds; 3600 if left out. */
  readonly lifetime?: number;
}

export interface EntraStandIn {
  readonly url: string;
  readonly caPem: string;
  /** Tokens given, newest last. */
  readonly tokens: string[];
  /** Grants asked for, newest last, as the form's fields. */
  readonly asked: Readonly<Record<string, string>>[];
  /** What the person at the other device does; `pending` at first. */
  person: "pending" | "approves" | "declines";
  /** Answers instead of a token, once each. */
  readonly failures: { readonly status: number; readonly body: string }[];
  readonly opens: (token: string) => boolean;
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

const json = (status: number, body: object): Answer => ({ status, body: JSON.stringify(body) });
const refusal = (error: string, code: number, text: string): Answer =>
  json(code === 70_016 ? 400 : 401, {
    error,
    error_description: `AADSTS${code}: ${text} Trace ID: 11111111-2222-3333-4444-555555555555 Correlation ID: c Timestamp: t`,
    error_codes: [code],
  });

/** A token endpoint as Microsoft Entra's (OpenID Connect discovery, RFC 6749 §4.4, RFC 7523, RFC 8628) over TLS with a CA of its own. */
export async function startEntraStandIn(options: EntraStandInOptions): Promise<EntraStandIn> {
  const identity = await serverIdentity();
  const server = createServer({ cert: identity.certificatePem, key: identity.privateKeyPem }, (incoming, outgoing) => {
    void answer(incoming).then(({ status, body }) =>
      outgoing.writeHead(status, { "Content-Type": "application/json" }).end(body),
    );
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const standIn: EntraStandIn = {
    url: `https://127.0.0.1:${port}`,
    caPem: identity.caPem,
    tokens: [],
    asked: [],
    person: "pending",
    failures: [],
    opens: (token) => standIn.tokens.includes(token),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };

  const answer = async (incoming: IncomingMessage): Promise<Answer> => {
    const form = Object.fromEntries(new URLSearchParams(await textOf(incoming)));
    const path = (incoming.url ?? "").split("?", 1)[0] ?? "";
    // As whoever is asked for, whatever name leads here.
    const base = `https://${incoming.headers.host}/${options.tenant}`;
    if (path.endsWith("/.well-known/openid-configuration")) return json(200, discovery(base));
    if (path === `/${options.tenant}/oauth2/v2.0/devicecode`) return json(200, deviceCode(standIn.url));
    if (path !== `/${options.tenant}/oauth2/v2.0/token`) return json(404, { error: "not_found" });
    standIn.asked.push(form);
    return standIn.failures.shift() ?? (await judge(options, form, `${base}/oauth2/v2.0/token`, standIn));
  };
  return standIn;
}

/** Not the practice service's: OpenSSL tells authorities of one name apart by no more than that. */
async function serverIdentity(): Promise<{ caPem: string; certificatePem: string; privateKeyPem: string }> {
  const issuer = await testCertificate({
    name: "Entra stand-in CA",
    extensions: [new BasicConstraintsExtension(true, 0, true)],
  });
  const names = [
    { type: "dns", value: "*.azure-devices.test" },
    { type: "ip", value: "127.0.0.1" },
  ] as const;
  const server = await testCertificate({
    name: "Entra stand-in",
    issuer,
    extensions: [new SubjectAlternativeNameExtension([...names])],
  });
  return {
    caPem: toPem("CERTIFICATE", issuer.der),
    certificatePem: toPem("CERTIFICATE", server.der),
    privateKeyPem: server.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}

async function textOf(incoming: IncomingMessage): Promise<string> {
  let text = "";
  for await (const part of incoming) text += String(part);
  return text;
}

const discovery = (base: string): object => ({
  token_endpoint: `${base}/oauth2/v2.0/token`,
  authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
  device_authorization_endpoint: `${base}/oauth2/v2.0/devicecode`,
  end_session_endpoint: `${base}/oauth2/v2.0/logout`,
  issuer: `${base}/v2.0`,
  jwks_uri: `${base}/discovery/v2.0/keys`,
});

const deviceCode = (url: string): object => ({
  device_code: "device-code",
  user_code: "ABC-123",
  verification_uri: `${url}/devicelogin`,
  expires_in: 30,
  interval: 1,
  message: "open the page and type the code",
});

async function judge(
  options: EntraStandInOptions,
  form: Readonly<Record<string, string>>,
  audience: string,
  standIn: EntraStandIn,
): Promise<Answer> {
  if (form["client_id"] !== options.client) return refusal("unauthorized_client", 700_016, "Application not found.");
  if (form["grant_type"] === "client_credentials") {
    if (form["scope"] !== "https://azure-devices-provisioning.net/.default")
      return refusal("invalid_scope", 70_011, "The scope is not valid.");
    if (form["client_secret"] !== undefined)
      return form["client_secret"] === options.secret
        ? give(options, standIn)
        : refusal("invalid_client", 7_000_215, "Invalid client secret provided.");
    return (await isAssertionGood(options, form["client_assertion"] ?? "", audience))
      ? give(options, standIn)
      : refusal("invalid_client", 700_027, "Client assertion failed signature validation.");
  }
  if (form["grant_type"] === "refresh_token")
    return form["refresh_token"] === "refresh-token"
      ? giveToPerson(options, standIn)
      : refusal("invalid_grant", 700_082, "Expired.");
  if (standIn.person === "approves") return giveToPerson(options, standIn);
  if (standIn.person === "declines") return refusal("authorization_declined", 70_018, "Declined.");
  return refusal("authorization_pending", 70_016, "Pending.");
}

/** RFC 7523: signed by the registered certificate, for this very endpoint, now, by and about the client. */
async function isAssertionGood(options: EntraStandInOptions, assertion: string, audience: string): Promise<boolean> {
  if (options.certificate === undefined) return false;
  const certificate = new X509Certificate(options.certificate);
  const thumbprint = Buffer.from(certificate.fingerprint256.replaceAll(":", ""), "hex").toString("base64url");
  try {
    const key = await importX509(options.certificate, "PS256");
    const { protectedHeader } = await jwtVerify(assertion, key, {
      audience,
      issuer: options.client,
      subject: options.client,
      requiredClaims: ["exp", "jti", "nbf"],
      // Entra allows for some difference of the clocks; MSAL rounds up.
      clockTolerance: 300,
    });
    return protectedHeader["x5t#S256"] === thumbprint;
  } catch {
    return false;
  }
}

async function give(options: EntraStandInOptions, standIn: EntraStandIn): Promise<Answer> {
  const lifetime = options.lifetime ?? 3600;
  const token = await new SignJWT({ appid: options.client, jti: randomUUID() })
    .setProtectedHeader({ alg: "HS256" })
    .sign(Buffer.alloc(32, 1));
  standIn.tokens.push(token);
  return json(200, { token_type: "Bearer", expires_in: lifetime, ext_expires_in: lifetime, access_token: token });
}

async function giveToPerson(options: EntraStandInOptions, standIn: EntraStandIn): Promise<Answer> {
  const { body } = await give(options, standIn);
  const claims = { oid: "person", tid: options.tenant, sub: "person", preferred_username: "engineer@example.test" };
  const idToken = await new SignJWT(claims)
    .setProtectedHeader({ alg: "HS256" })
    .setIssuer(`${standIn.url}/${options.tenant}/v2.0`)
    .setAudience(options.client)
    .setIssuedAt()
    .setExpirationTime("1h")
    .sign(Buffer.alloc(32, 1));
  const clientInfo = Buffer.from(JSON.stringify({ uid: "person", utid: options.tenant })).toString("base64url");
  const scope =
    "https://azure-devices-provisioning.net/user_impersonation https://azure-devices-provisioning.net/.default";
  return json(200, {
    ...JSON.parse(body),
    scope,
    refresh_token: "refresh-token",
    id_token: idToken,
    client_info: clientInfo,
  });
}
