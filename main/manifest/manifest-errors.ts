import { errorCatalogue } from "../base/errors/error-catalogue.ts";

export const manifestErrors = errorCatalogue("manifest", {
  malformed: { sentence: "Not a manifest. Choose another file.", retry: "never" },
  mixed: { sentence: "Practice units in a real lot. Call the shift lead.", retry: "after-fix" },
  notInFormat: { sentence: "This file kind cannot hold the lot. Choose another.", retry: "after-fix" },
  noSigner: { sentence: "No key to sign with. Call the process engineer.", retry: "after-fix" },
  notSealed: { sentence: "The lot was not sealed. Export it again.", retry: "after-fix" },
  noEntry: { sentence: "No such unit in the file. Check the serial number.", retry: "after-fix" },
  noUpload: { sentence: "The file was forgotten. Drop it again.", retry: "after-fix" },
  tooLarge: { sentence: "File is too large. Call the process engineer.", retry: "never" },
  tooMany: { sentence: "Other files are being checked. Wait for them.", retry: "after-fix" },
});
