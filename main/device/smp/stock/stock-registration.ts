import { fromUtf8, utf8 } from "../../../base/bytes/bytes.ts";
import type { DeviceRegistration } from "../../device-session.ts";
import type { RegistrationFile } from "../../registration-files/registration-file.ts";
import type { TemplateDefaults } from "../../registration-files/template-file.ts";
import type { StockRegistrationKeys } from "./stock-settings.ts";
import type { StockStore } from "./stock-store.ts";

/** The registration in a file of the firmware's own form, merged into what is there. */
export function registrationInFile(store: StockStore, file: string, form: RegistrationFile): DeviceRegistration {
  const read = async (signal?: AbortSignal): Promise<string | undefined> => {
    const content = await store.read({ file }, signal);
    return content === undefined ? undefined : fromUtf8(content);
  };
  return {
    write: async (registration, signal) => {
      const content = utf8(form.merge(await read(signal), registration));
      await store.write([{ place: { file }, content }], signal);
    },
    read: async (signal) => {
      const content = await read(signal);
      return content === undefined ? undefined : form.parse(content);
    },
  };
}

const members = ["endpoint", "idScope", "registrationId", "attestation"] as const;

/** The registration under settings keys of its own, each value as text; members without a key the firmware knows by itself. */
export function registrationInSettings(
  store: StockStore,
  keys: StockRegistrationKeys,
  defaults: TemplateDefaults,
): DeviceRegistration {
  const present = members.flatMap((member) => {
    const setting = keys[member];
    return setting === undefined ? [] : [{ member, place: { setting } }];
  });
  return {
    write: async (registration, signal) => {
      const entries = present.map(({ member, place }) => ({ place, content: utf8(registration[member]) }));
      await store.write(entries, signal);
    },
    read: async (signal) => {
      const found = new Map<string, string>();
      for (const { member, place } of present) {
        const value = await store.read(place, signal);
        // Firmware that knows its keys has them from the beginning, empty.
        if (value === undefined || value.length === 0) return undefined;
        found.set(member, fromUtf8(value));
      }
      const registrationId = found.get("registrationId") ?? "";
      const attestation = found.get("attestation") ?? defaults.attestation;
      return attestation === defaults.attestation
        ? { ...defaults, ...Object.fromEntries(found), registrationId, attestation }
        : undefined;
    },
  };
}
