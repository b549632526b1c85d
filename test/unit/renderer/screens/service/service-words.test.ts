import { afterEach, describe, expect, it } from "vitest";
import type { ServiceCheck, ServiceOverview } from "../../../../../main/api/contract/index.ts";
import { speak } from "../../../../../renderer/locales/texts.ts";
import { checkVerdict } from "../../../../../renderer/screens/parts/check-words.ts";
import { errorSentence, serviceView } from "../../../../../renderer/screens/service/service-words.ts";

const service = (change: Partial<ServiceOverview>): ServiceOverview => ({
  name: "plant-dps",
  host: "plant.example",
  auth: "sas",
  state: "ok",
  since: null,
  code: null,
  pausedUntil: null,
  queued: 0,
  enrolled: 0,
  parked: 0,
  conflicts: 0,
  changes: 0,
  sentPerMinute: 0,
  callsPerMinute: 0,
  pacePerMinute: 1000,
  lastErrors: [],
  ...change,
});

describe("what a service's state means", () => {
  it.each([
    [{}, "pass", "Service ok"],
    [{ queued: 3 }, "running", "Sending"],
    [{ changes: 1 }, "running", "Sending"],
    [{ parked: 1 }, "attention", "Needs a person"],
    [{ state: "busy" }, "running", "Service busy"],
    [{ state: "unreachable", parked: 1 }, "attention", "Service away"],
    [{ state: "refused" }, "fail", "Service refuses"],
    [{ state: "none" }, "off", "No service"],
  ] as const)("%j is %s", (change, shape, word) => {
    expect(serviceView(service(change))).toMatchObject({ shape, word });
  });

  it("sends nobody to the cable when the service has a fault of its own", () => {
    const next = (code: string) => serviceView(service({ state: "unreachable", code })).next;
    expect(next("dps.unreachable")).toBe("Check the network cable of this station.");
    expect(next("dps.server")).toBe("Wait. If it lasts, tell the service's owner.");
  });
});

describe("an error's sentence", () => {
  afterEach(() => speak("en"));
  const error = { at: "", message: "429001", trackingId: null, registrationId: null };

  it("is the operator's own, else the station's, else what was seen", () => {
    expect(errorSentence({ ...error, code: "dps.throttled", sentence: "Service is busy." })).toBe("Service is busy.");
    expect(errorSentence({ ...error, code: "dps.new", sentence: "" })).toBe("429001");
    speak("de");
    expect(errorSentence({ ...error, code: "dps.throttled", sentence: "Service is busy." })).not.toBe(
      "Service is busy.",
    );
  });
});

describe("a check in one line", () => {
  const line = (check: string, verdict: ServiceCheck["verdict"], whoMends: ServiceCheck["whoMends"] = null) => ({
    check,
    verdict,
    found: `${check}!`,
    whoMends,
  });

  it("is the first that failed, and who can mend it", () => {
    const lines = [line("name", "ok"), line("clock", "warning", "station"), line("tls", "failed", "network")];
    expect(checkVerdict("plant-dps", [...lines, line("read", "failed", "engineer")])).toEqual({
      shape: "fail",
      title: "Wrong: Trust in the host (TLS)",
      found: "tls!",
      who: "To be fixed by: The plant's network people",
    });
  });

  it("is a warning where nothing failed, and all is well where nothing is known to be wrong", () => {
    expect(checkVerdict("plant-dps", [line("name", "ok"), line("clock", "warning", "station")])).toMatchObject({
      shape: "attention",
      title: "Works, with a warning: Clock",
    });
    expect(checkVerdict("plant-dps", [line("name", "ok"), line("quota", "unknown")])).toMatchObject({
      shape: "pass",
      title: "plant-dps is ready",
    });
    expect(checkVerdict("plant-dps", [line("of-tomorrow", "failed")]).title).toBe("Wrong: of-tomorrow");
  });
});
