import type { Texts } from "../catalogue.ts";

export const esEndorsement: Texts["unit"]["endorsement"] = {
  title: "Certificados de aprobación",
  place: "Índice NV",
  grade: "Veredicto",
  grades: {
    verified: "Verificado",
    "issuer-unknown": "Emisor desconocido",
    expired: "Caducado",
    "not-an-ek": "No es de aprobación",
    "does-not-match": "No coincide",
    "malformed-but-readable": "Defectuoso pero legible",
    malformed: "Defectuoso",
  },
  key: "Clave",
  detail: "Motivo",
  unreadable: "no se puede leer",
  keys: {
    "endorsement-key": "la clave de aprobación que usan los clientes de DPS",
    "persistent-key": (handle) => `la clave en ${handle}`,
    "derived-key": (template) => `la clave derivada de la plantilla ${template}`,
    "no-key": "ninguna clave de este TPM",
  },
  reasons: {
    chain: (...names) => names.join(" < "),
    "no-issuer": (issuer) => `ningún certificado de confianza lleva al emisor ${issuer}`,
    "not-in-force": (subject, from, to) => `${subject}: válido de ${from} a ${to}`,
    "is-authority": "es el certificado de una autoridad",
    "no-purpose": (wanted) => `no indica uso extendido de la clave; hace falta: ${wanted}`,
    "other-purpose": (found, wanted) => `el uso extendido de la clave es ${found}; hace falta: ${wanted}`,
    "critical-extension": (extensions) => `extensión crítica desconocida: ${extensions}`,
    malformed: (...faults) => `defectuoso: ${faults.join(", ")}`,
    "not-signed": (issuer) => `ningún certificado de confianza lo firmó; emisor: ${issuer}`,
    signed: (signer) => `firmado por ${signer}, de confianza`,
    "no-dates": "sin fechas legibles",
    validity: (from, to) => `válido de ${from} a ${to}`,
    "other-than-persistent": "su clave no es de este TPM: comparada con las claves persistentes",
    "other-than-derived": (template) =>
      `su clave no es de este TPM: comparada con las claves persistentes y la de la plantilla ${template}`,
    "other-than-rsa": (template) =>
      `su clave no es de este TPM: comparada con las claves persistentes; la clave RSA de la plantilla ${template} no se generó para ello`,
    "other-than-refused": (template) =>
      `su clave no es de este TPM: comparada con las claves persistentes; el TPM rechaza la plantilla ${template}`,
  },
  faults: {
    "bytes after the certificate": "bytes después del certificado",
    "lengths longer than they need be": "longitudes más largas de lo necesario",
    "bit string with unused bits": "cadena de bits con bits sin usar",
    "negative serial number": "número de serie negativo",
    "serial number of a wrong length": "número de serie de longitud incorrecta",
    "padded serial number": "número de serie con relleno",
    "validity is no date": "la validez no es una fecha",
    "date in the wrong encoding": "fecha mal codificada",
    "boolean other than 00 or FF": "booleano distinto de 00 o FF",
  },
};
