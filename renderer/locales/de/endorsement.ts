import type { Texts } from "../catalogue.ts";

export const deEndorsement: Texts["unit"]["endorsement"] = {
  title: "Endorsement-Zertifikate",
  place: "NV-Index",
  grade: "Urteil",
  grades: {
    verified: "Geprüft",
    "issuer-unknown": "Aussteller unbekannt",
    expired: "Abgelaufen",
    "not-an-ek": "Kein Endorsement-Zertifikat",
    "does-not-match": "Passt nicht",
    "malformed-but-readable": "Fehlerhaft, aber lesbar",
    malformed: "Fehlerhaft",
  },
  key: "Schlüssel",
  detail: "Grund",
  unreadable: "nicht lesbar",
  keys: {
    "endorsement-key": "der Endorsement Key, den DPS-Clients verwenden",
    "persistent-key": (handle) => `der Schlüssel unter ${handle}`,
    "derived-key": (template) => `der abgeleitete Schlüssel der Vorlage ${template}`,
    "no-key": "kein Schlüssel dieses TPM",
  },
  reasons: {
    chain: (...names) => names.join(" < "),
    "no-issuer": (issuer) => `kein vertrautes Zertifikat führt zum Aussteller ${issuer}`,
    "not-in-force": (subject, from, to) => `${subject}: gültig von ${from} bis ${to}`,
    "is-authority": "ist das Zertifikat einer CA",
    "no-purpose": (wanted) => `nennt keine erweiterte Schlüsselverwendung; nötig: ${wanted}`,
    "other-purpose": (found, wanted) => `erweiterte Schlüsselverwendung ist ${found}; nötig: ${wanted}`,
    "critical-extension": (extensions) => `unbekannte kritische Erweiterung: ${extensions}`,
    malformed: (...faults) => `fehlerhaft: ${faults.join(", ")}`,
    "not-signed": (issuer) => `von keinem vertrauten Zertifikat signiert; Aussteller: ${issuer}`,
    signed: (signer) => `signiert von ${signer}, dem vertraut wird`,
    "no-dates": "keine lesbaren Daten der Gültigkeit",
    validity: (from, to) => `gültig von ${from} bis ${to}`,
    "other-than-persistent": "sein Schlüssel ist nicht von diesem TPM: verglichen mit den persistenten Schlüsseln",
    "other-than-derived": (template) =>
      `sein Schlüssel ist nicht von diesem TPM: verglichen mit den persistenten Schlüsseln und dem der Vorlage ${template}`,
    "other-than-rsa": (template) =>
      `sein Schlüssel ist nicht von diesem TPM: verglichen mit den persistenten Schlüsseln; der RSA-Schlüssel der Vorlage ${template} wurde dafür nicht erzeugt`,
    "other-than-refused": (template) =>
      `sein Schlüssel ist nicht von diesem TPM: verglichen mit den persistenten Schlüsseln; das TPM lehnt die Vorlage ${template} ab`,
  },
  faults: {
    "bytes after the certificate": "Bytes hinter dem Zertifikat",
    "lengths longer than they need be": "Längen länger als nötig",
    "bit string with unused bits": "Bitfolge mit ungenutzten Bits",
    "negative serial number": "negative Seriennummer",
    "serial number of a wrong length": "Seriennummer falscher Länge",
    "padded serial number": "aufgefüllte Seriennummer",
    "validity is no date": "Gültigkeit ist kein Datum",
    "date in the wrong encoding": "Datum falsch codiert",
    "boolean other than 00 or FF": "Wahrheitswert ist weder 00 noch FF",
  },
};
