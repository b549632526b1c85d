import { ORPCError } from "@orpc/server";
import type { ReturnedVerdict } from "../../../main/api/contract/index.ts";
import { sha256Hex } from "./fake-records.ts";

/** Requests of one lot in two pages, and a station that takes whatever says BEGIN CERTIFICATE: for trying screens. */
export class FakeRequests {
  readonly awaiting = [{ lot: "PRACTICE-1", authority: "plant-pki", count: 3 }];
  /** Bytes of each file that came in. */
  readonly taken: number[] = [];

  page(after: number) {
    const count = after === 0 ? 2 : 1;
    const pem = `-----BEGIN CERTIFICATE REQUEST-----\n${after}\n-----END CERTIFICATE REQUEST-----\n`;
    const header = after === 0 ? "file,serialNumber\r\n" : "";
    return { count, pem, index: `${header}row ${after}\r\n`, extensions: "[device]\n", next: after === 0 ? 2 : null };
  }

  take(base64: string): ReturnedVerdict[] {
    const text = Buffer.from(base64, "base64").toString("latin1");
    const found = text.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
    if (found.length === 0) throw new ORPCError("pki.bad-certificate", { data: noCertificate });
    this.taken.push(text.length);
    return found.map((certificate) => this.#verdict(certificate));
  }

  #verdict(certificate: string): ReturnedVerdict {
    const about = { sha256: sha256Hex(certificate), subject: "CN=sn1", unit: "SN1", registrationId: "sn1" };
    if (!certificate.includes("wrong")) return { ...about, verdict: "taken", code: null, sentence: null, detail: "" };
    const sentence = "Certificate is wrong. Set the unit aside.";
    return { ...about, verdict: "refused", code: "pki.bad-profile", sentence, detail: "leaf lacks clientAuth" };
  }
}

const noCertificate = {
  code: "pki.bad-certificate",
  sentence: "Certificate is damaged. Try the unit again.",
  detail: "no certificate in the file",
  retry: "same-unit",
} as const;
