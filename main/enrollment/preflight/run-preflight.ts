import { proxyFor } from "../../dps/http/proxy.ts";
import { answerCheck } from "./checks/answer.ts";
import { apiVersionCheck } from "./checks/api-version.ts";
import { authenticationCheck } from "./checks/authentication.ts";
import { clockCheck } from "./checks/clock.ts";
import { groupsCheck } from "./checks/groups.ts";
import { hubsCheck } from "./checks/hubs.ts";
import { idScopeCheck } from "./checks/id-scope.ts";
import { nameCheck } from "./checks/name.ts";
import { quotaCheck } from "./checks/quota.ts";
import { readCheck } from "./checks/read.ts";
import { tcpCheck } from "./checks/tcp.ts";
import { tlsCheck } from "./checks/tls.ts";
import { writeCheck } from "./checks/write.ts";
import {
  type CheckId,
  type Finding,
  type PreflightCheck,
  type PreflightContext,
  type PreflightOptions,
  skipped,
} from "./preflight-check.ts";

export interface CheckResult extends Finding {
  readonly check: CheckId;
}

const checks: readonly PreflightCheck[] = [
  nameCheck,
  tcpCheck,
  tlsCheck,
  answerCheck,
  clockCheck,
  apiVersionCheck,
  authenticationCheck,
  readCheck,
  writeCheck,
  idScopeCheck,
  quotaCheck,
  hubsCheck,
  groupsCheck,
];

/** Makes all checks in order, each result as soon as it is there; one whose ground is missing is skipped. Throws `station.cancelled`, `dps.proxy`. */
export async function* runPreflight(options: PreflightOptions): AsyncGenerator<CheckResult, void> {
  const context = contextOf(options);
  const outcomes = new Map<CheckId, Finding>();
  for (const check of checks) {
    const missing = check.needs !== undefined && outcomes.get(check.needs)?.outcome !== "ok" ? check.needs : undefined;
    const finding = missing === undefined ? await check.run(context) : skipped(`not before "${missing}" is ok`);
    outcomes.set(check.id, finding);
    yield { check: check.id, ...finding };
  }
}

function contextOf(options: PreflightOptions): PreflightContext {
  const url = new URL(options.target.url);
  const encrypted = url.protocol === "https:";
  return {
    ...options,
    host: url.hostname.replaceAll(/[[\]]/g, ""),
    port: url.port === "" ? (encrypted ? 443 : 80) : Number(url.port),
    encrypted,
    proxy: proxyFor(url),
    timeoutMs: options.timeoutMs ?? 10_000,
    signal: options.signal ?? new AbortController().signal,
    learned: {},
  };
}
