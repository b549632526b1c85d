import { errorCatalogue } from "../base/errors/error-catalogue.ts";

export const apiErrors = errorCatalogue("api", {
  notPractice: { sentence: "This works in practice mode only.", retry: "never" },
  unknownUnit: { sentence: "No such unit. Check the number.", retry: "never" },
  unknownLot: { sentence: "No such lot. Check the name.", retry: "never" },
});
