import type { PracticeFault, ServiceStatus, Slot, StepId, UnitRow } from "../../main/api/contract/index.ts";
import { enEndorsement } from "./en/endorsement.ts";
import { enHouse } from "./en/house.ts";
import { enInsights } from "./en/insights.ts";
import { enLabels } from "./en/labels.ts";
import { enLots } from "./en/lots.ts";
import { enPeople } from "./en/people.ts";
import { enRecipes } from "./en/recipes.ts";
import { enService } from "./en/service.ts";
import { enSetUp } from "./en/set-up.ts";
import { enVerify } from "./en/verify.ts";

type Words<Key extends string> = Readonly<Record<Key, string>>;
type Outcome = NonNullable<UnitRow["lastOutcome"]>;
type Enrollment = NonNullable<Slot["enrollment"]>;

const slotStates: Words<Slot["state"]> = {
  waiting: "WAITING",
  scan: "SCAN",
  running: "RUNNING",
  pass: "PASS",
  fail: "FAIL",
  "set-aside": "SET ASIDE",
  off: "OFF",
};

/** What the worker does now. */
const nextActions: Words<Slot["next"]> = {
  "plug-in": "Plug in a unit",
  "scan-label": "Scan the label",
  wait: "Please wait",
  "take-out": "Take it out, green bin",
  "set-aside": "Set it aside",
  reseat: "Reseat the plug",
  "try-again": "Press Try again",
  "red-bin": "Put it in the red bin",
  "call-engineer": "Call the engineer",
};

/** Why what is plugged in is left alone, and what to do. */
const skipped: Words<NonNullable<Slot["skipped"]>> = {
  verifying: "Held for verification. Take another slot.",
  "port-not-allowed": "Not in use. Take another slot.",
  "other-device": "Not this product. Take it out.",
};

/** Steps in the worker's words, short enough for a slot. */
const stepWords: Words<StepId> = {
  identify: "reading its name",
  "look-up": "looking it up",
  "check-group": "checking group",
  "read-endorsement-key": "reading key",
  "check-endorsement-certificate": "checking key",
  "activate-credential": "proving key",
  "persist-keys": "keeping key",
  "make-key": "making key",
  "request-certificate": "asking for papers",
  "issue-certificate": "making papers",
  "write-certificate": "writing papers",
  "write-key": "writing key",
  "write-registration": "writing address",
  "read-back": "reading back",
  "prove-key": "proving key",
  record: "saving",
  enroll: "telling the service",
};

/** Steps in the engineer's words, for records. */
const stepNames: Words<StepId> = {
  identify: "Identify",
  "look-up": "Look up unit",
  "check-group": "Check group",
  "read-endorsement-key": "Read endorsement key",
  "check-endorsement-certificate": "Check endorsement certificate",
  "activate-credential": "Activate credential",
  "persist-keys": "Persist TPM keys",
  "make-key": "Generate key",
  "request-certificate": "Certificate request",
  "issue-certificate": "Issue certificate",
  "write-certificate": "Write certificate chain",
  "write-key": "Write symmetric key",
  "write-registration": "Write registration",
  "read-back": "Read back and compare",
  "prove-key": "Prove key",
  record: "Record",
  enroll: "Enroll",
};

/** What happens to a passed unit's registration, in the worker's words. */
const saved: Words<Enrollment> = {
  queued: "Saved, service is next",
  enrolled: "Saved, service knows it",
  conflict: "Saved, service disagrees",
  rejected: "Saved, service refused it",
  group: "Saved, its group is known",
};

const enrollments: Words<Enrollment> = {
  queued: "Queued",
  enrolled: "Enrolled",
  conflict: "Conflict",
  rejected: "Rejected",
  group: "By group",
};

const outcomes: Words<Outcome> = {
  running: "Running",
  pass: "Pass",
  fail: "Fail",
  interrupted: "Interrupted",
  "set-aside": "Set aside",
};

const unitStates: Words<UnitRow["state"]> = {
  new: "New",
  provisioned: "Provisioned",
  verified: "Verified",
  quarantined: "Quarantined",
  rework: "Rework",
  scrapped: "Scrapped",
};

const faults: Words<PracticeFault> = {
  none: "A good unit",
  silent: "Says nothing",
  "unplugged-half-way": "Pulled out half way",
  "wrong-endorsement-certificate": "Carries another unit's papers",
  garbage: "Talks nonsense",
  "known-key": "Copy of a unit already built",
  "no-serial": "Tells no serial number",
};

const serviceStates: Words<ServiceStatus["state"]> = {
  ok: "Service ok",
  busy: "Service busy",
  unreachable: "Service away",
  refused: "Service refuses",
  none: "No service",
};

/** What each sound says. */
const sounds: Words<"pass" | "fail" | "tick" | "buzz"> = {
  pass: "Unit passed",
  fail: "Unit failed",
  tick: "Scan taken",
  buzz: "Scan refused",
};

/** Sentences by problem code, where this language says it otherwise than the station's own English. */
export const problemSentences: Readonly<Record<string, string>> = {
  "screen.disconnected": "The station restarts. Wait a moment.",
  "screen.refused": "The station did not understand. Try again.",
  "screen.file-size": "Choose certificate files of 1 byte to 700 kB.",
};

/** The service's words for a device's registration; one that is not here is shown as it came. */
const registrations: Readonly<Record<string, string>> = {
  unassigned: "not registered yet",
  assigning: "being given a hub",
  assigned: "assigned",
  failed: "failed",
  disabled: "disabled",
};

export const en = {
  language: "en",
  brand: "Touchmark",
  practice: {
    word: "PRACTICE",
    band: "PRACTICE · virtual units only, nothing leaves this station",
    plug: "Plug in",
    plugFaulty: "Plug in a faulty unit",
    faultyShort: "Faulty…",
    takeOut: "Take out",
    service: "Practice service answers",
    faults,
  },
  frame: {
    skip: "Skip to content",
    screens: "Screens",
    line: "Line",
    verify: "Verify",
    lots: "Lots",
    insights: "Insights",
    "set-up": "Set-up",
    connecting: "Connecting to the station…",
    connectingLong: "The station does not answer yet. Is it running?",
    lost: "The station restarts…",
    lostLong: "No answer yet. If it was started anew, open its new address.",
    lostSince: (time: string) => `What you see is from ${time}.`,
    code: "Code",
    queue: (count: number) => `queue ${count}`,
    parked: (count: number) => `${count} set aside`,
    service: "Provisioning service",
    serviceStates,
    theme: "Colours",
    themes: { system: "As the system", light: "Light", dark: "Dark", contrast: "High contrast" },
    languageChoice: "Language",
    sound: "Sound",
    soundOff: "Sound is off",
    soundOn: "Play sounds",
    spoken: "Say results aloud",
    volume: "Volume",
    listen: "Listen",
    sounds,
    time: "Time",
    close: "Close",
    copy: (what: string) => `Copy ${what}`,
    copied: "Copied",
    unreadableFile: "This file cannot be read. Choose it again.",
    tryAgain: "Try again",
    reading: "Reading…",
    fault: "This screen has a fault. Load it again.",
    reload: "Load again",
  },
  line: {
    title: "Line",
    slots: "Slots",
    slot: (name: string) => `Slot ${name}`,
    states: slotStates,
    skippedWord: "SKIPPED",
    skipped,
    next: nextActions,
    nextUnit: "Plug in the next unit",
    choose: "The next label is its",
    chosen: "Scan its label now",
    takt: (time: string, takt: string) => `${time} of a takt of ${takt}`,
    steps: stepWords,
    saved,
    step: (number: number, count: number, word: string) => `${number}/${count} ${word}`,
    tryAgain: "Try again",
    more: "More",
    moreAbout: (name: string) => `More about slot ${name}`,
    stop: "Stop this unit",
    unitPage: "Open the unit's page",
    detail: "What was seen",
    stepsTitle: "Steps",
    noUnit: "No unit here yet.",
    progress: "Progress",
    announce: (slot: string, state: string, what: string) => `Slot ${slot}: ${state}. ${what}`,
    noSlots: "No slots are set up.",
    noSlotsNext: "Call the engineer to set up the line.",
  },
  kiosk: {
    full: "Full screen",
    leaveFull: "Leave full screen",
    lock: "Lock to the Line",
    lockAbout:
      "The screen shows the Line and nothing else, also after a restart. A lead or an engineer lets it go, with badge or PIN.",
    unlock: "Let the screen go",
    unlockAbout: "A lead or an engineer scans a badge or gives a PIN. Nobody is signed in by it.",
    fill: "Touch the screen: it fills the whole screen again.",
  },
  lot: {
    title: "Lot",
    none: "No lot is open",
    noneNext: "Open a lot to begin",
    product: "Product",
    lot: "Lot",
    done: "Done",
    failed: "Failed",
    firstPass: "Right first time",
    perHour: "Per hour",
    change: "Change lot",
    open: "Open a lot",
    openNew: "Open a new lot",
    goOn: "Go on with an open lot",
    use: (lot: string) => `Use lot ${lot}`,
    useShort: "Use",
    inUse: "In use",
    noneOpen: "No other lot is open.",
    name: "Lot or order number",
    nameHint: "Letters, digits, dot, hyphen, underscore",
    nameWrong: "Use letters, digits, dot, hyphen, underscore.",
    recipe: "Recipe",
    recipeMissing: "Choose a recipe.",
    quantity: "Quantity",
    quantityHint: "Leave empty if not known",
    submit: "Open lot",
    loading: "Reading lots…",
    attestations: {
      tpm: "TPM",
      x509: "X.509 certificate",
      "x509-group": "X.509 certificate, group",
      "symmetric-key": "Symmetric key",
      "symmetric-key-group": "Symmetric key, group",
    },
  },
  scan: {
    label: "Scan",
    placeholder: "Scan a label, or type it and press Enter",
    send: "Enter",
    last: "last:",
    nothing: "No scan yet",
    taken: (slot: string) => `taken by slot ${slot}`,
    accepted: "accepted",
    expected: (what: string) => `expected: ${what}`,
    noSuchSlot: "No slot of that name",
    slot: (name: string) => `slot ${name}`,
  },
  units: {
    title: "Units",
    search: "Search units",
    serialNumber: "Serial number",
    model: "Model",
    lot: "Lot",
    state: "State",
    result: "Last run",
    enrollment: "Enrollment",
    hub: "Hub",
    updated: "Changed",
    states: unitStates,
    outcomes,
    enrollments,
    count: (total: string) => `${total} units`,
    one: "1 unit",
    range: (from: string, to: string, total: string) => `${from}–${to} of ${total}`,
    previous: "Previous",
    next: "Next",
    newer: (count: number) => (count === 1 ? "Show 1 newer unit" : `Show ${count} newer units`),
    empty: "No units yet",
    emptyNext: "Plug in a unit on the Line; it appears here at once.",
    toLine: "Go to the Line",
    notFound: (search: string) => `Nothing matches “${search}”`,
    notFoundNext: "Check the number, or search for a part of it.",
    clear: "Clear the search",
    loading: "Reading units…",
    none: "–",
  },
  unit: {
    back: "All units",
    loading: "Reading the unit…",
    refresh: "Ask the service now",
    refreshing: "Asking the service…",
    verdicts: {
      provisioned: "Provisioned",
      failed: "Failed",
      running: "Running",
      interrupted: "Interrupted",
      none: "Not built yet",
      held: (state: string) => state,
    },
    readAt: (time: string) => `From the station's records, read ${time}`,
    notVerified: "Not verified since it was built",
    identity: "Identity",
    registrationId: "Registration id",
    deviceId: "Device id",
    attestation: "Attestation",
    endorsementKey: "Endorsement key (TPM2B_PUBLIC, base64)",
    enrollment: "Enrollment",
    service: "Service",
    attempts: (count: number) => (count === 1 ? "1 attempt" : `${count} attempts`),
    assignedHub: "Assigned hub",
    notAsked: "Not asked yet",
    registered: "Device registration",
    registrations,
    certificates: "Certificates",
    noCertificates: "No certificate is recorded for this unit.",
    endorsement: enEndorsement,
    subject: "Subject",
    issuer: "Issuer",
    certificateSerial: "Serial number",
    validity: "Valid",
    validityRange: (from: string, to: string) => `${from} to ${to}`,
    fingerprint: "SHA-256",
    showPem: "Show PEM",
    hidePem: "Hide PEM",
    facts: "TPM",
    runs: "Runs",
    run: (number: number) => `Run ${number}`,
    runPlace: (slot: string, lot: string) => `Slot ${slot} · lot ${lot}`,
    noRuns: "No run is recorded for this unit.",
    stepNames,
    yes: "yes",
    no: "no",
  },
  exports: {
    format: "Format",
    formats: {
      csv: {
        name: "CSV",
        lines: [
          "For people and spreadsheets: one row per unit.",
          "Columns are named as the provisioning service's fields.",
        ],
      },
      jsonl: {
        name: "JSON Lines",
        lines: [
          "For programs: one JSON document per unit and line.",
          "Read or imported line by line, however large the lot.",
        ],
      },
      sealed: {
        name: "Sealed",
        lines: [
          "Signed as a whole: what is missing, added or changed is found.",
          "The receiver checks it with one certificate, without us.",
        ],
      },
      "dps-bulk": {
        name: "DPS bulk",
        lines: [
          "For a provisioning service: ten entries to a line.",
          "Each line is posted as it is and overwrites nothing.",
        ],
      },
      "devices-txt": {
        name: "IoT Hub devices.txt",
        lines: [
          "For a hub used without the provisioning service.",
          "Certificate thumbprints; TPM units cannot be in it.",
        ],
      },
      jws: {
        name: "Signed entries (JWS)",
        lines: [
          "Each unit signed alone, in Microchip's manifest shape.",
          "For tools that know it; a missing unit goes unnoticed.",
        ],
      },
    },
    never: "Never inside: private keys, connection strings, pass phrases.",
    run: "Make the file",
    running: (done: string, total: string) => `${done} of ${total} units`,
    starting: "Starting…",
    cancel: "Cancel",
    cancelled: "Cancelled. No file was made.",
    save: "Save file",
    done: "File is ready",
    count: "Units",
    size: "Size",
    sha256: "SHA-256",
    matches: "Recomputed on arrival: the same",
    differs: "Recomputed on arrival: DIFFERENT. Do not use this file.",
    unchecked: "Not recomputed here; compare after saving",
    idle: "The file appears here.",
    practiceFile: "A practice file: marked as such, worth nothing outside.",
  },
  labels: enLabels,
  lots: enLots,
  setUp: enSetUp,
  recipes: enRecipes,
  verify: enVerify,
  insights: enInsights,
  house: enHouse,
  service: enService,
  people: enPeople,
} as const;
