import type { Texts } from "../catalogue.ts";

export const dePeople: Texts["people"] = {
  signIn: "Anmelden",
  locked: "Gesperrt",
  nobody: "Niemand angemeldet",
  chip: (name, role) => `Angemeldet: ${name}, ${role}`,
  change: "Jemand anders?",
  second: "Eine zweite Person zeichnet mit",
  secondAbout:
    "Das lässt sich nicht rückgängig machen. Eine andere Person (QS, Schichtleitung, Technik) scannt den Ausweis oder gibt die PIN ein.",
  scan: "Ausweis scannen",
  scanAbout: "Jederzeit, in jeder Ansicht.",
  or: "oder Namen wählen",
  noNames: "Niemand hat hier eine PIN: Ausweis scannen.",
  pinOf: (name) => `PIN von ${name}`,
  digits: (count) => (count === 1 ? "1 Ziffer" : `${count} Ziffern`),
  back: "Letzte Ziffer zurücknehmen",
  enter: "Eingabe",
  otherName: "Anderer Name",
  look: "Nur ansehen",
  signOut: "Abmelden",
  roles: { operator: "Bedienung", qa: "QS", lead: "Schichtleitung", engineer: "Technik" },
  by: (name) => `von ${name}`,
};
