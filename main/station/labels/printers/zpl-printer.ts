import { Deferred } from "../../../base/async/deferred.ts";
import { sleep } from "../../../base/async/sleep.ts";
import { within } from "../../../base/async/within.ts";
import { baseErrors } from "../../../base/errors/base-errors.ts";
import { isStationError, type StationError } from "../../../base/errors/station-error.ts";
import { utf8 } from "../../../base/bytes/bytes.ts";
import type { LabelTypeface } from "../../../label/label-typeface.ts";
import { writeZpl } from "../../../label/write-zpl.ts";
import type { Link } from "../../../link/link.ts";
import { printerErrors } from "../printer-errors.ts";
import { type HostStatus, isWholeStatus, parseHostStatus, whatIsWrong } from "./host-status.ts";
import type { LabelJob, Printer, PrinterState } from "./printer.ts";

export interface ZplPrinterOptions {
  readonly open: (signal: AbortSignal) => Promise<Link>;
  readonly tellsStatus: boolean;
  /** Draws what the printer has no letters for. */
  readonly typeface: LabelTypeface;
  /** For ~HS; default 3000. */
  readonly answerMs?: number | undefined;
}

const printWithinMs = 20_000;
const answerWithinMs = 3000;
/** A long label takes a few seconds to come out. */
const looksAgain = 20;
const looksEveryMs = 250;
/** What a printer that tells nothing gets to take its bytes before the line is cut. */
const silentMs = 200;

/** A label that was cut off before its end is still in the printer, and the next one would be written into it (ZPL II Programming Guide, ~JX). */
const cancelHalf = "~JX\r\n";

/** A printer that takes ZPL, over the network, a serial line or USB. Opened for each label, so that others can print on it too. */
export class ZplPrinter implements Printer {
  readonly #options: ZplPrinterOptions;

  constructor(options: ZplPrinterOptions) {
    this.#options = options;
  }

  print({ layout, copies }: LabelJob, signal: AbortSignal): Promise<void> {
    return this.#withLink(signal, async (link, until) => {
      const { tellsStatus } = this.#options;
      if (tellsStatus) refuse(await this.#ask(link, until));
      await link.write(utf8(`${cancelHalf}${writeZpl(layout, this.#options.typeface, copies)}`), until);
      if (tellsStatus) await this.#waitForPaper(link, until);
      else await sleep(silentMs, until);
    });
  }

  state(signal: AbortSignal): Promise<PrinterState> {
    return this.#withLink(signal, async (link, until) => {
      if (!this.#options.tellsStatus) return "unknown";
      refuse(await this.#ask(link, until));
      return "ready";
    });
  }

  /** A roll that ends in the middle of a label is noticed; a label that takes longer is taken for printed. */
  async #waitForPaper(link: Link, signal: AbortSignal): Promise<void> {
    for (let look = 0; look < looksAgain; look += 1) {
      const status = await this.#ask(link, signal);
      refuse(status);
      if (status.toPrint === 0) return;
      await sleep(looksEveryMs, signal);
    }
  }

  async #ask(link: Link, signal: AbortSignal): Promise<HostStatus> {
    const ms = this.#options.answerMs ?? answerWithinMs;
    const onTimeout = (): StationError => printerErrors.noAnswer(`${link.address}: no answer to ~HS in ${ms} ms`);
    try {
      return parseHostStatus(await within({ ms, signal, onTimeout }, (until) => answerTo(link, "~HS\r\n", until)));
    } catch (error) {
      if (isStationError(error, "station.malformed"))
        throw printerErrors.noAnswer(`${link.address}: ${error.detail}`, error);
      throw error;
    }
  }

  async #withLink<Value>(
    outer: AbortSignal,
    task: (link: Link, signal: AbortSignal) => Promise<Value>,
  ): Promise<Value> {
    const onTimeout = (): StationError => printerErrors.noAnswer(`not printed in ${printWithinMs / 1000} s`);
    try {
      return await within({ ms: printWithinMs, signal: outer, onTimeout }, async (signal) => {
        const link = await this.#options.open(signal);
        try {
          return await task(link, signal);
        } finally {
          await link.close();
        }
      });
    } catch (error) {
      throw asPrinterError(error);
    }
  }
}

/** What a link says is said of units; a printer is no unit. */
function asPrinterError(error: unknown): unknown {
  if (!isStationError(error) || !error.code.startsWith("link.")) return error;
  const make = isBadAddress(error) ? printerErrors.badAddress : printerErrors.notReached;
  return make(`${error.code}: ${error.detail}`, error);
}

/** No form of an address, or a name that nobody has (getaddrinfo: EAI_NONAME). */
function isBadAddress({ code, cause }: StationError): boolean {
  return code === "link.bad-address" || (cause instanceof Error && "code" in cause && cause.code === "ENOTFOUND");
}

function refuse(status: HostStatus): void {
  const wrong = whatIsWrong(status);
  if (wrong !== undefined) throw wrong;
}

async function answerTo(link: Link, question: string, signal: AbortSignal): Promise<string> {
  const whole = new Deferred<string>();
  let heard = "";
  const stop = link.listen({
    onBytes: (bytes) => {
      heard += Buffer.from(bytes).toString("latin1");
      if (isWholeStatus(heard)) whole.resolve(heard);
    },
    onClosed: (reason) => whole.reject(reason ?? baseErrors.cancelled("closed")),
  });
  const cancel = (): void => whole.reject(baseErrors.cancelled("aborted while the printer was asked"));
  signal.addEventListener("abort", cancel, { once: true });
  if (signal.aborted) cancel();
  try {
    await link.write(utf8(question), signal);
    return await whole.promise;
  } finally {
    signal.removeEventListener("abort", cancel);
    stop();
  }
}
