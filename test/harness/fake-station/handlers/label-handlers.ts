import { implement } from "@orpc/server";
import { contract } from "../../../../main/api/contract/index.ts";
import type { FakeParts } from "../fake-parts.ts";

const on = implement(contract);

/** Labels and their printers. */
export function labelHandlers({ line, labels }: FakeParts) {
  return {
    labels: {
      list: on.labels.list.handler(() => labels.list()),
      get: on.labels.get.handler(({ input }) => labels.get(input.name)),
      preview: on.labels.preview.handler(({ input }) => labels.preview(input.template)),
      save: on.labels.save.handler(({ input }) => labels.save(input.template)),
      remove: on.labels.remove.handler(({ input }) => labels.remove(input.name)),
      setWhenPassed: on.labels.setWhenPassed.handler(({ input }) => {
        labels.whenPassed = input.whenPassed;
      }),
      printers: on.labels.printers.handler(() => [...labels.printers]),
      putPrinter: on.labels.putPrinter.handler(({ input }) => {
        labels.printers = [...labels.printers, { ...input, waiting: 0, problem: null }];
        return [...labels.printers];
      }),
      removePrinter: on.labels.removePrinter.handler(({ input }) => {
        labels.printers = labels.printers.filter(({ name }) => name !== input.name);
        return [...labels.printers];
      }),
      printerStatus: on.labels.printerStatus.handler(() => ({ state: "ready" as const, problem: null })),
      testPrint: on.labels.testPrint.handler(({ input }) => ({
        template: "unit@1",
        printer: input.printer,
        copies: 1,
      })),
      slotCards: on.labels.slotCards.handler(() => ({
        fileName: "slot-cards.pdf",
        mediaType: "application/pdf",
        base64: "",
      })),
      printSlotCards: on.labels.printSlotCards.handler(() => ({ printed: line.slots().length })),
      print: on.labels.print.handler(() => ({ template: "unit@1", printer: "pdf", copies: 1 })),
      reprint: on.labels.reprint.handler(() => ({ template: "unit@1", printer: "pdf", copies: 1 })),
    },
  };
}
