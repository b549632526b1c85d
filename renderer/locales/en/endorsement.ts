const grades: Readonly<Record<string, string>> = {
  verified: "Verified",
  "issuer-unknown": "Issuer unknown",
  expired: "Out of date",
  "not-an-ek": "Not an endorsement certificate",
  "does-not-match": "Does not match",
  "malformed-but-readable": "Malformed but readable",
  malformed: "Malformed",
};

/** What is wrong with a certificate's DER, by the station's English; what is not here is shown as it came. */
const faults: Readonly<Record<string, string>> = {
  "bytes after the certificate": "bytes after the certificate",
  "lengths longer than they need be": "lengths longer than they need be",
  "bit string with unused bits": "bit string with unused bits",
  "negative serial number": "negative serial number",
  "serial number of a wrong length": "serial number of a wrong length",
  "padded serial number": "padded serial number",
  "validity is no date": "validity is no date",
  "date in the wrong encoding": "date in the wrong encoding",
  "boolean other than 00 or FF": "boolean other than 00 or FF",
};

/** Endorsement certificates on the page of a unit. */
export const enEndorsement = {
  title: "Endorsement certificates",
  place: "NV index",
  grade: "Verdict",
  grades,
  key: "Key",
  detail: "Why",
  unreadable: "cannot be read",
  keys: {
    "endorsement-key": "the endorsement key that DPS clients use",
    "persistent-key": (handle: string) => `the key at ${handle}`,
    "derived-key": (template: string) => `the key of template ${template}, derived`,
    "no-key": "no key of this TPM",
  },
  reasons: {
    chain: (...names: string[]) => names.join(" < "),
    "no-issuer": (issuer: string) => `no trusted certificate leads to issuer ${issuer}`,
    "not-in-force": (subject: string, from: string, to: string) => `${subject}: valid from ${from} to ${to}`,
    "is-authority": "is the certificate of an authority",
    "no-purpose": (wanted: string) => `names no extended key usage; needed: ${wanted}`,
    "other-purpose": (found: string, wanted: string) => `extended key usage is ${found}; needed: ${wanted}`,
    "critical-extension": (extensions: string) => `unknown critical extension: ${extensions}`,
    malformed: (...faults: string[]) => `malformed: ${faults.join(", ")}`,
    "not-signed": (issuer: string) => `no trusted certificate signed it; issuer: ${issuer}`,
    signed: (signer: string) => `signed by ${signer}, which is trusted`,
    "no-dates": "no dates that can be read",
    validity: (from: string, to: string) => `valid from ${from} to ${to}`,
    "other-than-persistent": "its key is not of this TPM: compared with the persistent keys",
    "other-than-derived": (template: string) =>
      `its key is not of this TPM: compared with the persistent keys and the key of template ${template}`,
    "other-than-rsa": (template: string) =>
      `its key is not of this TPM: compared with the persistent keys; the RSA key of template ${template} was not made for it`,
    "other-than-refused": (template: string) =>
      `its key is not of this TPM: compared with the persistent keys; the TPM refuses template ${template}`,
  },
  faults,
};
