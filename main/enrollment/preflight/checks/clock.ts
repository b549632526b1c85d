import { failed, ok, type PreflightCheck, skipped, unknown } from "../preflight-check.ts";

const toleratedMs = 60_000;

/** The station's clock against the answer's Date (whole seconds): tokens and certificates made on a wrong clock are refused. */
export const clockCheck: PreflightCheck = {
  id: "clock",
  run({ learned, clock }) {
    if (learned.answer === undefined) return skipped("no answer to compare with");
    const skewMs = clock.now().getTime() - Date.parse(learned.answer.headers["date"] ?? "");
    if (Number.isNaN(skewMs)) return unknown("the answer has no date");
    const seconds = Math.round(Math.abs(skewMs) / 1000);
    const found = `the station's clock is ${seconds} s ${skewMs >= 0 ? "ahead of" : "behind"} the service's`;
    return Math.abs(skewMs) <= toleratedMs ? ok(found) : failed(`${found}: set the clock`, "station");
  },
};
