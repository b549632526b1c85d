import { z } from "zod";
import { dpsErrors } from "./dps-errors.ts";

/** A service connection string, taken apart. `key` is the policy key in Base64 and a secret. */
export interface ServiceConnection {
  /** Host name, lower case; with `:port` only if the text had one. */
  readonly hostName: string;
  readonly policyName: string;
  readonly key: string;
}

const maximumLength = 4096;
const hubHost = /\.azure-devices\.(?:net|cn|us)(?::\d+)?$/i;
const deviceParts = ["deviceid", "moduleid", "gatewayhostname"];

const serviceParts = z.object({
  hostname: z.string().regex(/^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?(?::\d{1,5})?$/, "not a host name"),
  sharedaccesskeyname: z.string().regex(/^[A-Za-z0-9._-]{1,128}$/, "not a policy name"),
  sharedaccesskey: z.base64().min(1).max(1024),
});

/**
 * Reads `HostName=…;SharedAccessKeyName=…;SharedAccessKey=…`. Each part is split at its first `=`, since a key ends in `=`.
 * Throws `dps.hub-connection-string` for an IoT Hub's or a device's, `dps.connection-string` for anything else; the text
 * itself is never repeated in an error.
 */
export function parseConnectionString(text: string): ServiceConnection {
  if (text.length > maximumLength) throw dpsErrors.connectionString(`longer than ${maximumLength} characters`);
  const parts = splitParts(text.trim());
  if (hubHost.test(parts.get("hostname") ?? "") || deviceParts.some((name) => parts.has(name))) {
    throw dpsErrors.hubConnectionString(
      "this connection string belongs to an IoT Hub or a device; copy the one of the provisioning service " +
        "(Shared access policies, host name ends in azure-devices-provisioning.net)",
    );
  }
  const parsed = serviceParts.safeParse(Object.fromEntries(parts));
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    throw dpsErrors.connectionString(`missing or wrong: ${wrong.join(", ")}`);
  }
  const { hostname, sharedaccesskeyname, sharedaccesskey } = parsed.data;
  return { hostName: hostname.toLowerCase(), policyName: sharedaccesskeyname, key: sharedaccesskey };
}

function splitParts(text: string): Map<string, string> {
  const parts = new Map<string, string>();
  for (const part of text.split(";").filter((part) => part.trim() !== "")) {
    const at = part.indexOf("=");
    if (at < 1) throw dpsErrors.connectionString("a part has no name=value form");
    const name = part.slice(0, at).trim().toLowerCase();
    if (parts.has(name)) throw dpsErrors.connectionString("a part is given twice");
    parts.set(name, part.slice(at + 1).trim());
  }
  return parts;
}
