import { spawnSync } from "node:child_process";

export const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;

export interface OpensslAnswer {
  readonly ok: boolean;
  /** Standard output and error, in that order. */
  readonly text: string;
  readonly bytes: Uint8Array;
}

/** Runs the real OpenSSL; a refusal is an answer, not a failure of the test. */
export function openssl(args: readonly string[], input?: Uint8Array): OpensslAnswer {
  const { status, stdout, stderr } = spawnSync("openssl", args, input === undefined ? {} : { input });
  return {
    ok: status === 0,
    text: `${stdout.toString("utf8")}${stderr.toString("utf8")}`,
    bytes: new Uint8Array(stdout),
  };
}

/** Runs it and insists. */
export function opensslMust(args: readonly string[], input?: Uint8Array): OpensslAnswer {
  const answer = openssl(args, input);
  if (!answer.ok) throw new Error(`openssl ${args.join(" ")}: ${answer.text}`);
  return answer;
}
