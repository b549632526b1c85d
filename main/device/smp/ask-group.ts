import type { ErrorMaker } from "../../base/errors/error-catalogue.ts";
import type { StationError } from "../../base/errors/station-error.ts";
import { deviceErrors } from "../device-errors.ts";
import type { SmpClient } from "./smp-client.ts";
import type { SmpCommand } from "./smp-command.ts";
import type { SmpMap } from "./smp-map.ts";
import { smpCode, type SmpRefusal } from "./smp-outcome.ts";

/** What the codes of one of Zephyr's groups mean. */
export interface GroupCodes {
  readonly group: number;
  readonly names: Readonly<Record<number, string>>;
  readonly makers: Readonly<Record<number, ErrorMaker>>;
}

const smpMakers: Readonly<Record<number, ErrorMaker>> = {
  [smpCode.noMemory]: deviceErrors.tooLarge,
  [smpCode.tooLong]: deviceErrors.tooLarge,
  [smpCode.notSupported]: deviceErrors.notSupported,
  [smpCode.busy]: deviceErrors.busy,
  [smpCode.accessDenied]: deviceErrors.locked,
};

/** Asks one of Zephyr's groups; throws a refusal as its `device.…` error. */
export async function askGroup<Fields extends SmpMap, Reply>(
  client: SmpClient,
  codes: GroupCodes,
  { command, fields }: { readonly command: SmpCommand<Fields, Reply>; readonly fields: Fields },
  signal?: AbortSignal,
): Promise<Reply> {
  const outcome = await client.ask(command, fields, { signal });
  if (!outcome.ok) throw groupError(command.name, outcome, codes);
  return parseReply(command, outcome.fields);
}

/** The station's error for a refusal: by the group's own code, or by SMP's. */
export function groupError(name: string, refusal: SmpRefusal, { group, names, makers }: GroupCodes): StationError {
  const { code } = refusal;
  if (refusal.group !== group) {
    const scope = refusal.group === undefined ? "SMP" : `group ${refusal.group}`;
    const maker = refusal.group === undefined ? smpMakers[code] : undefined;
    return (maker ?? deviceErrors.refused)(`${name}: ${scope} code ${code}`);
  }
  return (makers[code] ?? deviceErrors.refused)(`${name}: code ${code} (${names[code] ?? "unknown"})`);
}

/** Throws `device.bad-answer` where the map is not what the command answers with. */
export function parseReply<Fields, Reply>(command: SmpCommand<Fields, Reply>, fields: SmpMap): Reply {
  const parsed = command.reply.safeParse(fields);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ");
  throw deviceErrors.badAnswer(`${command.name}: ${issues}`);
}
