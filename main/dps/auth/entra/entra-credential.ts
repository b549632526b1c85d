import type { TokenCredential } from "@azure/identity";
import { untilAborted } from "../../../base/async/until-aborted.ts";
import { within } from "../../../base/async/within.ts";
import { type Clock, systemClock } from "../../../base/clock.ts";
import { type Log, silentLog } from "../../../base/log.ts";
import { DpsError } from "../../dps-error.ts";
import type { AuthorizationRequest, CredentialKind, DpsCredential } from "../dps-credential.ts";
import { describeEntraFailure } from "./describe-entra-failure.ts";
import { authorityOf, type EntraAccess, type EntraSettings, entraScope } from "./entra-settings.ts";
import type { TokenSource } from "./open-token-source.ts";

export interface EntraCredentialParts extends EntraAccess {
  readonly log?: Log | undefined;
  readonly clock?: Clock | undefined;
}

interface Token {
  readonly header: string;
  /** By the monotonic clock, so that setting the clock harms no token. */
  readonly renewAtMs: number;
  readonly endsAtMs: number;
}

/** A new token is asked for this long before the old one ends, unless Entra names an earlier time. */
const renewAheadMs = 5 * 60 * 1000;
/** A token with less than this left is not sent any more. */
const marginMs = 30 * 1000;
const longestWaitMs = 30_000;

/**
 * Microsoft Entra ID through @azure/identity, which is loaded at the first call. One token for all calls; renewed before it ends,
 * and while that fails the old one is used as long as it lasts.
 */
export class EntraCredential implements DpsCredential {
  readonly kind: CredentialKind;
  readonly account: string;
  readonly #parts: EntraCredentialParts;
  readonly #host: string;
  readonly #clock: Clock;
  readonly #log: Log;
  #source: Promise<TokenSource> | undefined;
  #token: Token | undefined;
  #renewal: Promise<Token> | undefined;

  constructor(parts: EntraCredentialParts) {
    const { settings } = parts;
    this.kind = `entra-${settings.kind}`;
    this.account = accountOf(settings);
    this.#parts = parts;
    this.#host = settings.kind === "managed-identity" ? "this machine" : new URL(authorityOf(settings)).host;
    this.#clock = parts.clock ?? systemClock;
    this.#log = parts.log ?? silentLog;
  }

  async authorization({ signal }: AuthorizationRequest): Promise<string> {
    const now = this.#clock.monotonicMs();
    const token = this.#token;
    if (token !== undefined && token.renewAtMs > now) return token.header;
    try {
      return (await untilAborted(this.#renew(), signal ?? new AbortController().signal)).header;
    } catch (error) {
      if (token === undefined || token.endsAtMs - marginMs <= now || signal?.aborted === true) throw error;
      this.#log.warn({ error, account: this.account }, "no new token; the old one is used while it lasts");
      return token.header;
    }
  }

  close(): void {
    void this.#source?.then(
      (source) => source.close(),
      () => undefined,
    );
  }

  /** One request for all who wait. */
  #renew(): Promise<Token> {
    this.#renewal ??= this.#ask().finally(() => {
      this.#renewal = undefined;
    });
    return this.#renewal;
  }

  async #ask(): Promise<Token> {
    const onTimeout = (): DpsError =>
      new DpsError("timeout", `no token from ${this.#host} within ${longestWaitMs} ms`, { mayHaveActed: false });
    let source: TokenSource | undefined;
    try {
      this.#token = await within({ ms: longestWaitMs, onTimeout }, async (signal) => {
        source = await untilAborted(this.#open(), signal);
        return this.#read(await untilAborted(source.credential.getToken(entraScope, { abortSignal: signal }), signal));
      });
      return this.#token;
    } catch (error) {
      const { kind } = this.#parts.settings;
      throw describeEntraFailure(error, { kind, account: this.account, host: this.#host, trouble: source?.trouble() });
    }
  }

  async #open(): Promise<TokenSource> {
    this.#source ??= import("./open-token-source.ts").then(({ openTokenSource }) => openTokenSource(this.#parts));
    try {
      return await this.#source;
    } catch (error) {
      // A secret that was missing may be there the next time.
      this.#source = undefined;
      throw error;
    }
  }

  #read(token: Awaited<ReturnType<TokenCredential["getToken"]>>): Token {
    if (token === null) throw new DpsError("credential", `${this.account} at ${this.#host}: no token was given`);
    const at = this.#clock.monotonicMs();
    const lifetimeMs = token.expiresOnTimestamp - this.#clock.now().getTime();
    const renewInMs =
      (token.refreshAfterTimestamp ?? token.expiresOnTimestamp - renewAheadMs) - this.#clock.now().getTime();
    // A token shorter-lived than the margin is renewed at half its time, not with every call.
    const renewAtMs = at + (renewInMs > 0 ? renewInMs : lifetimeMs / 2);
    return { header: `Bearer ${token.token}`, renewAtMs, endsAtMs: at + lifetimeMs };
  }
}

const accountOf = (settings: EntraSettings): string =>
  settings.kind === "managed-identity"
    ? `managed identity${settings.client === undefined ? "" : ` ${settings.client}`}`
    : `application ${settings.client} of tenant ${settings.tenant}`;
