import type { Texts } from "../catalogue.ts";

export const esPeople: Texts["people"] = {
  signIn: "Iniciar sesión",
  locked: "Bloqueado",
  nobody: "Sin sesión iniciada",
  chip: (name, role) => `Sesión de ${name}, ${role}`,
  change: "¿Otra persona?",
  second: "Otra persona firma también",
  secondAbout:
    "Esto no se puede deshacer. Otra persona (calidad, jefe de turno o ingeniero) escanea su credencial o da su PIN.",
  scan: "Escanee su credencial",
  scanAbout: "En cualquier momento y pantalla.",
  or: "o elija su nombre",
  noNames: "Nadie tiene PIN aquí: escanee una credencial.",
  pinOf: (name) => `PIN de ${name}`,
  digits: (count) => (count === 1 ? "1 cifra" : `${count} cifras`),
  back: "Borrar la última cifra",
  enter: "Aceptar",
  otherName: "Otro nombre",
  look: "Solo mirar",
  signOut: "Cerrar sesión",
  roles: { operator: "Operario", qa: "Calidad", lead: "Jefe de turno", engineer: "Ingeniero" },
  by: (name) => `por ${name}`,
};
