import { errorCatalogue } from "../base/errors/error-catalogue.ts";

/** Everything that can go wrong between the station and the provisioning service. */
export const dpsErrors = errorCatalogue("dps", {
  connectionString: { sentence: "Service set-up is wrong. Call the process engineer.", retry: "after-fix" },
  hubConnectionString: { sentence: "Service set-up is wrong. Call the process engineer.", retry: "after-fix" },
  address: { sentence: "Service address is wrong. Call the process engineer.", retry: "after-fix" },
  unreachable: { sentence: "Service cannot be reached. Check the network.", retry: "same-unit" },
  timeout: { sentence: "Service did not answer. Check the network.", retry: "same-unit" },
  tls: { sentence: "Service is not trusted. Call the process engineer.", retry: "after-fix" },
  throttled: { sentence: "Service is busy. Wait, it goes on by itself.", retry: "same-unit" },
  server: { sentence: "Service has a fault. Wait, it goes on by itself.", retry: "same-unit" },
  unauthorized: { sentence: "Service refused the station. Call the shift lead.", retry: "after-fix" },
  notFound: { sentence: "Service does not know this unit. Call QA.", retry: "after-fix" },
  exists: { sentence: "Unit is already enrolled. Call QA.", retry: "after-fix" },
  conflict: { sentence: "Another enrollment is in the way. Call QA.", retry: "after-fix" },
  etag: { sentence: "The enrollment was changed meanwhile. Call QA.", retry: "after-fix" },
  rejected: { sentence: "Service refused this unit. Put it aside, call QA.", retry: "after-fix" },
  circuitOpen: { sentence: "Service is away. Wait, it goes on by itself.", retry: "same-unit" },
  clock: { sentence: "Clock of this computer is wrong. Set it.", retry: "after-fix" },
  proxy: { sentence: "The network refused. Call the process engineer.", retry: "after-fix" },
  credential: { sentence: "Service sign-in failed. Call the process engineer.", retry: "after-fix" },
  signIn: { sentence: "Sign in at the service again. Call the engineer.", retry: "after-fix" },
  symmetricKey: { sentence: "Symmetric key is wrong. Call the process engineer.", retry: "after-fix" },
  malformed: { sentence: "Service answered nonsense. Call the process engineer.", retry: "after-fix" },
});

export type DpsReason = Exclude<keyof typeof dpsErrors, "entries">;
