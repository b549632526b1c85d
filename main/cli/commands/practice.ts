import { once } from "node:events";
import { isPort } from "../../station/practice/listen-for-links.ts";
import { practiceFirmwares, servePracticeDevice } from "../../station/practice/serve-practice-device.ts";
import { servePracticeDps } from "../../station/practice/serve-practice-dps.ts";
import { setUpErrors } from "../../station/station-errors.ts";
import type { Command, CommandInput } from "../command.ts";

async function untilStopped(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, "abort");
}

const mostHubs = 50;

function portGiven(input: CommandInput, name: string): number | undefined {
  const text = input.text(name);
  if (text !== undefined && !isPort(text)) throw setUpErrors.usage(`--${name} takes a number, not "${text}"`);
  return text === undefined ? undefined : Number(text);
}

function hubsGiven(input: CommandInput): number | undefined {
  const text = input.text("hubs");
  const hubs = Number(text);
  if (text !== undefined && !(Number.isInteger(hubs) && hubs >= 1 && hubs <= mostHubs))
    throw setUpErrors.usage(`--hubs takes 1 to ${mostHubs}, not "${text}"`);
  return text === undefined ? undefined : hubs;
}

const dps: Command = {
  words: "practice dps",
  usage: "[--port N] [--mqtt-port N] [--hubs N] [--scenario FILE] [--control-port N] [--ca-certificates DIR]",
  positionals: 0,
  options: {
    port: { type: "string" },
    "mqtt-port": { type: "string" },
    hubs: { type: "string" },
    scenario: { type: "string" },
    "control-port": { type: "string" },
    "ca-certificates": { type: "string" },
  },
  async run(input) {
    const served = await servePracticeDps({
      root: input.dataFolder,
      port: portGiven(input, "port") ?? 0,
      mqttPort: portGiven(input, "mqtt-port") ?? 0,
      controlPort: portGiven(input, "control-port"),
      hubs: hubsGiven(input),
      scenarioFile: input.text("scenario"),
      caCertificates: input.text("ca-certificates"),
      log: input.log,
    });
    const lines = Object.entries(served.ready).map(([name, value]) => `${name}: ${[value].flat().join(", ")}`);
    input.output.say(served.ready, lines.join("\n"));
    await untilStopped(input.signal);
    await served.close();
    return 0;
  },
};

const device: Command = {
  words: "practice device",
  usage:
    "--kind smp --attestation tpm|x509|symmetric-key [--firmware identity|zephyr-fs|zephyr-settings] [--framing console|raw] [--serial SN] [--model M] [--tpm tcp:HOST:PORT] --listen stdio|unix:PATH|tcp:HOST:PORT [--ca FILE] [--vendor-root FILE] [--state FILE]",
  positionals: 0,
  options: {
    kind: { type: "string" },
    attestation: { type: "string" },
    firmware: { type: "string" },
    framing: { type: "string" },
    serial: { type: "string" },
    model: { type: "string" },
    tpm: { type: "string" },
    listen: { type: "string" },
    ca: { type: "string" },
    "vendor-root": { type: "string" },
    state: { type: "string" },
  },
  async run(input) {
    const attestation = input.required("attestation");
    if (input.required("kind") !== "smp") throw setUpErrors.usage("--kind takes smp");
    if (attestation !== "tpm" && attestation !== "x509" && attestation !== "symmetric-key")
      throw setUpErrors.usage("--attestation takes tpm, x509 or symmetric-key");
    const firmware = practiceFirmwares.find((name) => name === (input.text("firmware") ?? "identity"));
    if (firmware === undefined) throw setUpErrors.usage(`--firmware takes ${practiceFirmwares.join(", ")}`);
    if (firmware !== "identity" && attestation !== "x509")
      throw setUpErrors.usage(`--firmware ${firmware} takes --attestation x509`);
    const framing = input.text("framing") ?? "console";
    if (framing !== "console" && framing !== "raw") throw setUpErrors.usage("--framing takes console or raw");
    // Standard output may be the wire: everything said goes to standard error.
    const say = (document: object): void => {
      process.stderr.write(`${JSON.stringify(document)}\n`);
    };
    const served = await servePracticeDevice({
      attestation,
      firmware,
      framing,
      model: input.text("model"),
      serialNumber: input.text("serial"),
      tpm: input.text("tpm"),
      listen: input.required("listen"),
      caFile: input.text("ca"),
      vendorRootFile: input.text("vendor-root"),
      stateFile: input.text("state"),
      log: input.log,
      onRegistered: (assigned) => {
        say({ type: "registered", ...assigned });
      },
      onVisited: (visit) => {
        say({ type: "connected", ...visit });
      },
    });
    say({ type: "ready", address: served.address });
    await Promise.race([untilStopped(input.signal), served.ended]);
    await served.close();
    return 0;
  },
};

export const practiceCommands: readonly Command[] = [dps, device];
