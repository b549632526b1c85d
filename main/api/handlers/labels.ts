import type { Desk } from "../desk.ts";
import { api } from "./base.ts";

type Facts = Readonly<Record<string, string | number | boolean>>;

export function labelHandlers(desk: Desk) {
  const { labels } = api(desk);
  const note = async (act: string, subject: string, facts: Facts = {}): Promise<void> => {
    await desk.records.audit.append({ act, subject, facts });
    desk.events.emit({ type: "set-up" });
  };
  return {
    list: labels.list.handler(() => desk.labels.list()),
    get: labels.get.handler(({ input }) => desk.labels.get(input.name)),
    preview: labels.preview.handler(({ input }) => desk.labels.preview(input)),
    save: labels.save.handler(async ({ input }) => {
      const saved = await desk.labels.save(input.template, input.basedOn);
      await note("label-saved", saved.name, { hash: saved.hash, before: input.basedOn ?? "" });
      return saved;
    }),
    remove: labels.remove.handler(async ({ input }) => {
      await desk.labels.remove(input.name);
      await note("label-removed", input.name);
    }),
    setWhenPassed: labels.setWhenPassed.handler(async ({ input: { whenPassed } }) => {
      await desk.labels.setWhenPassed(whenPassed);
      await note("label-when-passed", whenPassed?.template ?? "", {
        printer: whenPassed?.printer ?? "",
        copies: whenPassed?.copies ?? 1,
        scanBack: whenPassed?.scanBack ?? false,
      });
    }),
    printers: labels.printers.handler(() => desk.labels.printers()),
    putPrinter: labels.putPrinter.handler(async ({ input }) => {
      await desk.labels.putPrinter(input);
      await note("printer-set-up", input.name, { kind: input.kind, address: input.address });
      return desk.labels.printers();
    }),
    removePrinter: labels.removePrinter.handler(async ({ input }) => {
      await desk.labels.removePrinter(input.name);
      await note("printer-removed", input.name);
      return desk.labels.printers();
    }),
    printerStatus: labels.printerStatus.handler(({ input }) => desk.labels.printerStatus(input.name)),
    testPrint: labels.testPrint.handler(({ input }) => desk.labels.testPrint(input)),
    print: labels.print.handler(({ input: { serialNumber } }) => desk.labels.print({ serialNumber, reason: null })),
    slotCards: labels.slotCards.handler(({ input }) => desk.labels.slotCards(input)),
    printSlotCards: labels.printSlotCards.handler(async ({ input }) => {
      const done = await desk.labels.printSlotCards(input);
      await note("slot-cards-printed", input.printer, { cards: done.printed });
      return done;
    }),
    reprint: labels.reprint.handler(({ input }) => desk.labels.print(input)),
  };
}
