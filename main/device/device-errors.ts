import { errorCatalogue } from "../base/errors/error-catalogue.ts";

/** What a device can refuse or get wrong once it is reached; a device that is not reached fails with `link.…`. */
export const deviceErrors = errorCatalogue("device", {
  notSupported: { sentence: "Wrong firmware. Call the process engineer.", retry: "after-fix" },
  locked: { sentence: "Unit is locked. Put it aside.", retry: "never" },
  keyExists: { sentence: "Unit has another key. Put it aside.", retry: "after-fix" },
  noKey: { sentence: "Unit has no key. Start the unit again.", retry: "same-unit" },
  badAnswer: { sentence: "Unit answered wrongly. Start the unit again.", retry: "same-unit" },
  refused: { sentence: "Unit refused. Start the unit again.", retry: "same-unit" },
  tooLarge: { sentence: "Unit lacks space. Call the process engineer.", retry: "after-fix" },
  busy: { sentence: "Unit is busy. Start the unit again.", retry: "same-unit" },
  tooSlow: { sentence: "Unit takes too long. Start the unit again.", retry: "same-unit" },
  transferLost: { sentence: "Unit restarted too early. Start it again.", retry: "same-unit" },
  tpmFailed: { sentence: "Security chip does not answer. Put the unit aside.", retry: "after-fix" },
  storageFailed: { sentence: "Unit cannot save. Put the unit aside.", retry: "after-fix" },
  noShell: { sentence: "Unit shows no command line. Start it again.", retry: "same-unit" },
  loginRefused: { sentence: "Unit refused the log-in. Call the engineer.", retry: "after-fix" },
  passwordExpired: { sentence: "Log-in has run out. Call the process engineer.", retry: "after-fix" },
  notRoot: { sentence: "Log-in lacks rights. Call the process engineer.", retry: "after-fix" },
  missingTool: { sentence: "Unit lacks software. Call the process engineer.", retry: "after-fix" },
  wrongCertificate: { sentence: "Unit refused its certificate. Start it again.", retry: "same-unit" },
});
