import { sleep } from "../../base/async/sleep.ts";
import type { ErrorMaker } from "../../base/errors/error-catalogue.ts";
import { DpsError } from "../../dps/dps-error.ts";
import type { DpsReason } from "../../dps/dps-errors.ts";
import { type Connection, openConnection } from "../../dps/http/connection.ts";
import { describeRefusal } from "../../dps/http/refusal.ts";
import { type HttpAnswer, sendRequest } from "../../dps/http/request.ts";
import { defaultRetry, withRetry } from "../../dps/http/retry.ts";
import { fieldErrors } from "./field-errors.ts";

export interface DeviceCall {
  readonly method: "GET" | "PUT";
  /** Below `/{idScope}/registrations/{registrationId}`. */
  readonly path: string;
  readonly authorization?: string | undefined;
  readonly body?: object | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface DeviceApiOptions {
  /** `host:port` */
  readonly endpoint: string;
  readonly ca: string;
  readonly client?: { readonly key: string; readonly chain: string } | undefined;
}

const makers: Partial<Readonly<Record<DpsReason, ErrorMaker>>> = {
  tls: fieldErrors.notTrusted,
  timeout: fieldErrors.timedOut,
  malformed: fieldErrors.malformed,
  address: fieldErrors.malformed,
};

/** The service as a device's firmware sees it. Repeats what passes by itself; everything below 500 but 429 is an answer. */
export class DeviceApi {
  readonly #connection: Connection;

  constructor(options: DeviceApiOptions) {
    const { endpoint, ca, client } = options;
    this.#connection = inField(() => openConnection({ url: `https://${endpoint}`, ca: [ca], client }));
  }

  async call(call: DeviceCall): Promise<HttpAnswer> {
    const attempt = async (): Promise<HttpAnswer> => {
      const answer = await sendRequest(this.#connection, {
        method: call.method,
        target: `${call.path}?api-version=2021-06-01`,
        headers: headersOf(call),
        ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
        signal: call.signal,
      });
      if (answer.status < 500 && answer.status !== 429) return answer;
      throw describeRefusal(answer, `${call.method} ${call.path}`, new Date());
    };
    const world = { monotonicMs: () => performance.now(), sleep, random: Math.random };
    try {
      return await withRetry({ repetition: "always", attempt, signal: call.signal }, world, defaultRetry);
    } catch (error) {
      throw asFieldError(error);
    }
  }

  close(): void {
    this.#connection.close();
  }
}

function headersOf({ authorization, body }: DeviceCall): Record<string, string> {
  return {
    Accept: "application/json",
    ...(body === undefined ? {} : { "Content-Type": "application/json; charset=utf-8" }),
    ...(authorization === undefined ? {} : { Authorization: authorization }),
  };
}

function inField<Value>(task: () => Value): Value {
  try {
    return task();
  } catch (error) {
    throw asFieldError(error);
  }
}

function asFieldError(error: unknown): unknown {
  if (!(error instanceof DpsError)) return error;
  const make = makers[error.reason] ?? fieldErrors.unreachable;
  return make(error.detail, error);
}
