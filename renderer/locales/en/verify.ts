import type { UnitAct } from "../../../main/api/contract/index.ts";
import { enEvidence } from "./evidence.ts";

type Words<Key extends string> = Readonly<Record<Key, string>>;

/** Names of the checks; one that is not here is shown as it came. */
const checks: Readonly<Record<string, string>> = {
  "endorsement-key": "Endorsement key",
  "certificate-chain": "Certificate chain",
  "symmetric-key": "Symmetric key",
  registration: "Registration in the device",
  enrollment: "Entry at the service",
  "registration-state": "Device at its hub",
};

/** What the buttons do, by their effect. */
const acts: Words<UnitAct> = {
  quarantine: "Quarantine",
  release: "Release",
  rework: "Rework",
  scrap: "Scrap",
};

const means: Readonly<Record<UnitAct, (unit: string) => string>> = {
  quarantine: (unit) => `Put ${unit} on hold? It must not leave the factory.`,
  release: (unit) => `Let ${unit} go on? One that was verified has to be verified again.`,
  rework: (unit) => `Give ${unit} to rework? A run may then give it a new key or certificate.`,
  scrap: (unit) => `Scrap ${unit}? It is never built again.`,
};

/** Done by a person, a verification or the queue, as the history has it; one that is not here is shown as it came. */
const moves: Readonly<Record<string, string>> = {
  quarantine: "Quarantined",
  release: "Released",
  rework: "Given to rework",
  scrap: "Scrapped",
  verify: "Verified",
  fail: "Put on hold by a failed check",
  "give-up": "Not enrolled, given to rework",
  provision: "Provisioned",
};

/** What a code that nothing fits looks like. */
const looks = {
  digest: "It looks like a fingerprint (SHA-256). It must be of this unit's key or certificate.",
  sha1: "It looks like a SHA-1 thumbprint. Units are found by SHA-256.",
  "tpm-id": "It looks like the registration id of a TPM. No unit of this station has it.",
  link: "It looks like a link, not like a unit's label.",
  lot: "It looks like a lot. Its units are listed on Lots.",
  serial: "It looks like a serial number. No unit of this station has it.",
  other: "It does not look like any label this station knows.",
} as const;

/** The Verify room, for QA. */
export const enVerify = {
  find: {
    title: "Verify",
    label: "Scan or type anything",
    hint: "Serial number, id, key, certificate, label",
    send: "Find",
    finding: "Looking…",
    several: (count: number, code: string) => `${count} units fit “${code}”. Choose one.`,
    none: (code: string) => `Nothing fits “${code}”`,
    looks,
    expected: "Scan the unit's label, or type its serial number, an id or a fingerprint.",
    comparing: (unit: string) => `Scan or type the unit to compare with ${unit}`,
    stopComparing: "Do not compare",
    same: "That is the same unit. Scan the other one.",
  },
  samples: {
    due: (lot: string) => `To verify before lot ${lot} is closed:`,
    more: (count: number) => `and ${count} more`,
    hint: (lot: string) => `A sample of lot ${lot}: verify it before the lot is closed.`,
  },
  verdict: {
    all: (count: number) => (count === 1 ? "its one check" : `all ${count} checks`),
    since: (time: string) => `Not verified since ${time}`,
    failed: (count: number) => (count === 1 ? "1 check failed" : `${count} checks failed`),
    unknown: (missing: number, count: number) => `${missing} of ${count} checks could not be made`,
    lastTry: (time: string, what: string) => `Last tried ${time}: ${what}`,
  },
  checks: {
    title: "Checks",
    none: "Not verified yet",
    noneNext: "Put the unit into a slot, then press Verify.",
    reading: "Reading the checks…",
    check: "Check",
    expected: "Expected",
    found: "Found",
    verdict: "Verdict",
    when: "When",
    names: checks,
    outcomes: { pass: "As expected", fail: "Differs", unknown: "Not made" },
    running: "Checking…",
    by: (time: string, by: string) => `${time} ${by}`.trim(),
  },
  run: {
    start: "Verify",
    again: "Verify again",
    stop: "Stop",
    slot: "Slot",
    slotOption: (slot: string, unit: string) => (unit === "" ? `Slot ${slot}` : `Slot ${slot} · ${unit}`),
    here: (slot: string) => `The unit is in slot ${slot}.`,
    noSlot: "No slot has a unit in it",
    noSlotNext: "Put the unit into a slot. It need not be built again.",
    busy: "This slot is running. Wait for it to end.",
    progress: (done: number) => (done === 1 ? "1 check made" : `${done} checks made`),
    running: (slot: string) => `Verifying in slot ${slot}…`,
    results: {
      pass: "Every check passed. The unit is verified.",
      fail: "A check failed. The unit is on hold: set it aside.",
      unknown: "Not every check could be made. Try again.",
    },
    waiting: (slot: string) => `Put the unit into slot ${slot} now.`,
    elsewhere: (unit: string) => `${unit} is being verified.`,
    stopped: "Stopped. Nothing was recorded.",
  },
  acts: {
    label: "What can be done with the unit",
    names: acts,
    means,
    scrapSure: "Scrap is for good. Scrap it?",
    second: "A second person signs it.",
    scrapLast: (unit: string) => `Yes, scrap ${unit}`,
    disableAndQuarantine: "Disable at the service and quarantine",
    disableAndQuarantineMeans: (unit: string) => `Lock ${unit} out at the service, and put it on hold?`,
    disableAndQuarantineSure: "The device cannot register any more. Disable and quarantine it?",
    disableAndQuarantineLast: (unit: string) => `Yes, disable and quarantine ${unit}`,
    done: (act: string) => `Done: ${act}`,
    compare: "Compare",
    notAllowed: "You may look. Acts need QA, a lead or an engineer.",
  },
  moves,
  timeline: {
    prints: { printed: "Label printed", failed: "Label not printed" },
    scanBack: {
      right: "Scanned back: right",
      wrong: (scanned: string) => `Scanned back: wrong (${scanned})`,
      never: "Scanned back: never",
    },
    title: "History",
    none: "Nothing has happened to this unit yet.",
    run: (outcome: string) => `Run: ${outcome}`,
    verification: (outcome: string) => `Verification: ${outcome}`,
    atService: (act: string, state: string) => `At the service: ${act} (${state})`,
    to: (state: string) => `Now ${state}`,
    steps: "Steps",
    hideSteps: "Hide steps",
    checks: "Checks",
    hideChecks: "Hide checks",
  },
  certificate: {
    chain: "Chain",
    chainLink: (subject: string) => `Show certificate ${subject}`,
    valid: "Valid",
    notYet: "Not valid yet",
    expired: "Out of date",
    soon: "Ends soon",
    daysLeft: (days: string) => `${days} days left`,
    noEnd: "no end",
    empty: "(no name)",
  },
  stateSince: (state: string, time: string, by: string) => `${state} since ${time} ${by}`.trim(),
  evidence: enEvidence,
  compare: {
    title: (a: string, b: string) => `${a} and ${b}`,
    back: (unit: string) => `Back to ${unit}`,
    field: "What",
    only: "Only differences",
    differences: (count: number) =>
      count === 0 ? "No difference that matters" : count === 1 ? "1 difference" : `${count} differences`,
    differs: "Differs",
    same: "Same",
    own: "Its own",
    shared: "Same in both: must be its own",
    groups: {
      identity: "Identity",
      built: "How it was built",
      checks: "Checks",
      certificates: "Certificates",
      tpm: "TPM",
    },
    lastRun: "Last run",
    time: "Time of the run",
    verified: "Last verification",
  },
};
