import { errorCatalogue } from "../base/errors/error-catalogue.ts";

export const webErrors = errorCatalogue("web", {
  portTaken: { sentence: "Port in use. Choose another with --port.", retry: "after-fix" },
  notListening: { sentence: "Web shell did not start. Call the process engineer.", retry: "after-fix" },
});
