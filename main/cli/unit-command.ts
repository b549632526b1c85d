import { asStationError } from "../base/errors/base-errors.ts";
import type { UnitResult } from "../station/operations/run-result.ts";
import type { ExitCode } from "./command.ts";
import type { Output } from "./output.ts";

/** Failures of the unit, its cable or whoever stopped it; everything else is a station fault (exit 3). */
const unitAreas = ["unit", "link", "device", "tpm"];
const unitCodes = ["station.cancelled", "station.timed-out", "station.malformed"];
/** True for what is no fault of the unit: the command ends with exit 3. */
export const isStationFault = (code: string): boolean =>
  !unitAreas.includes(code.split(".")[0] ?? "") && !unitCodes.includes(code);

/**
 * Runs a command about one unit so that its last word is always a result: PASS, FAIL with a code, or, where the station
 * itself cannot work, the fault (thrown on, after the result line).
 */
export async function unitCommand(output: Output, task: () => Promise<UnitResult>): Promise<ExitCode> {
  try {
    const result = await task();
    output.say(result, resultText(result));
    return result.outcome === "pass" ? 0 : 1;
  } catch (error) {
    const { code, sentence, detail } = asStationError(error);
    output.event({ ...emptyResult, code, sentence, detail });
    if (isStationFault(code)) throw error;
    output.remark(`FAIL  ${code}: ${sentence}\n      ${detail}`);
    return 1;
  }
}

const emptyResult: UnitResult = {
  type: "result",
  outcome: "fail",
  code: null,
  sentence: null,
  detail: null,
  serialNumber: null,
  registrationId: null,
  deviceId: null,
  endorsementKey: null,
  certificateChain: null,
  enrollment: null,
  steps: [],
};

function resultText(result: UnitResult): string {
  const steps = result.steps.map(
    ({ id, outcome, code, ms }) =>
      `  ${outcome.padEnd(4)} ${id}  ${ms === null ? "" : `${ms.toFixed(0)} ms`} ${code ?? ""}`,
  );
  const verdict =
    result.outcome === "pass"
      ? `PASS  ${result.serialNumber ?? ""}  ${result.registrationId ?? ""}  ${result.enrollment ?? ""}`
      : `${result.outcome.toUpperCase()}  ${result.serialNumber ?? ""}  ${result.code ?? ""}: ${result.sentence ?? ""}\n      ${result.detail ?? ""}`;
  return [...steps, verdict].join("\n");
}
