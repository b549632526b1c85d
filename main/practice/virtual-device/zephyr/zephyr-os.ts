import { practiceNodeName } from "../../../device/smp/stock/describe-stock.ts";
import type { SmpMap } from "../../../device/smp/smp-map.ts";
import { answer, type DeviceAnswer } from "../device-answer.ts";
import { smpRefusal, zephyrRefusal } from "./zephyr-answer.ts";

const invalidFormat = zephyrRefusal(0, 2, smpRefusal.badValue);

/** os info: the letters in the firmware's own order, whatever order they are asked in. */
export function answerInfo(model: string, { format = "s" }: SmpMap): DeviceAnswer {
  if (typeof format !== "string") return { smpCode: smpRefusal.badValue };
  const facts: Readonly<Record<string, string>> = {
    s: "Zephyr",
    n: practiceNodeName,
    r: "v4.2.0",
    v: "4.2.0",
    b: "Sun Nov 22 12:00:00 2026",
    m: "arm",
    p: "cortex-m33",
    i: model,
    o: "Zephyr",
  };
  const letters = format.includes("a") ? Object.keys(facts) : format.split("");
  if (letters.some((letter) => facts[letter] === undefined)) return invalidFormat;
  const output = Object.entries(facts)
    .filter(([letter]) => letters.includes(letter))
    .map(([, fact]) => fact);
  return answer({ output: output.join(" ") });
}

export interface ShellFacts {
  readonly model: string;
  readonly serialNumber: string | undefined;
}

const notExecutable = -8;

/** shell exec with the few commands such firmware might have. `legacy`: the status as `rc` (`CONFIG_MCUMGR_GRP_SHELL_LEGACY_RC_RETURN_CODE`). */
export function answerShell({ model, serialNumber }: ShellFacts, { argv }: SmpMap, legacy: boolean): DeviceAnswer {
  if (!Array.isArray(argv)) return { smpCode: smpRefusal.badValue };
  const line = argv.join(" ");
  const outputs: Readonly<Record<string, string>> = {
    "kernel version": "Zephyr version 4.2.0\n",
    "factory show": `model: ${model}\nserial: ${serialNumber ?? ""}\n`,
  };
  const output = outputs[line];
  const status = output === undefined ? notExecutable : 0;
  return answer({ o: output ?? `${line}: command not found\n`, ...(legacy ? { rc: status } : { ret: status }) });
}

/** The enumeration group: count, list, single, details. */
export function answerEnumeration(groups: readonly number[], command: number, { index = 0 }: SmpMap): DeviceAnswer {
  const details = groups.map((group) => ({ group, name: `group ${group}`, handlers: 1 }));
  switch (command) {
    case 0:
      return answer({ count: groups.length });
    case 1:
      return answer({ groups });
    case 2: {
      const group = groups[Number(index)];
      const isLast = Number(index) === groups.length - 1;
      return group === undefined
        ? zephyrRefusal(10, 1, smpRefusal.unknown)
        : answer({ group, ...(isLast && { end: true }) });
    }
    case 3:
      return answer({ groups: details });
    default:
      return { smpCode: smpRefusal.notSupported };
  }
}
