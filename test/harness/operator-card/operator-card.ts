import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Language, languageNames, languages } from "../../../renderer/locales/languages.ts";
import { catalogues } from "../../../renderer/locales/texts.ts";
import type { PicturedState } from "./state-pictures.ts";

/** What a worker finds on the wall: one page of the very texts that are on the screen. */
export interface OperatorCard {
  readonly title: string;
  readonly sections: readonly Section[];
}

interface Section {
  readonly title: string;
  readonly rows: readonly Row[];
}

interface Row {
  readonly picture?: PicturedState;
  /** Said large. */
  readonly word: string;
  /** What to do, or what it means. */
  readonly says: readonly string[];
}

/** The failures a line sees most, of each family. */
const failures = [
  "link.lost",
  "link.timeout",
  "slot.pulled",
  "unit.wrong-label",
  "unit.wrong-product",
  "tpm.response-code",
  "unit.endorsement-certificate-mismatch",
  "unit.known-key",
  "unit.quarantined",
  "people.not-allowed",
] as const;

const notes = { pass: "♪ ↗", fail: "♪♪ ↘", tick: "·", buzz: "〰" } as const;

/** The station's own English, as `docs/errors.md` has it (which a test holds to the code). */
function stationSentences(): ReadonlyMap<string, string> {
  const page = readFileSync(join(import.meta.dirname, "../../../docs/errors.md"), "utf8");
  return new Map([...page.matchAll(/^\| `([^`]+)` \| ([^|]+) \|/gm)].map(([, code = "", said = ""]) => [code, said]));
}

export function operatorCard(language: Language): OperatorCard {
  const { texts, sentences } = catalogues[language];
  const { line, frame, scan, people, service } = texts;
  const station = stationSentences();
  const sentence = (code: string): string => sentences[code] ?? station.get(code) ?? code;
  const states: readonly Row[] = [
    { picture: "waiting", word: line.states.waiting, says: [line.next["plug-in"]] },
    { picture: "attention", word: line.states.scan, says: [line.next["scan-label"]] },
    { picture: "running", word: line.states.running, says: [line.next.wait] },
    { picture: "pass", word: line.states.pass, says: [line.next["take-out"]] },
    {
      picture: "fail",
      word: line.states.fail,
      says: [line.next.reseat, line.next["try-again"], line.next["red-bin"], line.next["call-engineer"]],
    },
    { picture: "aside", word: line.states["set-aside"], says: [line.next["set-aside"]] },
    { picture: "skipped", word: line.skippedWord, says: Object.values(line.skipped) },
    { picture: "off", word: line.states.off, says: [line.next["call-engineer"]] },
  ];
  return {
    title: `${texts.brand} · ${frame.line}`,
    sections: [
      { title: line.slots, rows: states },
      { title: line.states.fail, rows: failures.map((code) => ({ word: code, says: [sentence(code)] })) },
      {
        title: frame.service,
        rows: (["ok", "busy", "unreachable", "refused"] as const).map((state) => ({
          word: frame.serviceStates[state],
          says: [service.overview.matters[state], service.overview.nexts[state]],
        })),
      },
      {
        title: frame.sound,
        rows: (["pass", "fail", "tick", "buzz"] as const).map((name) => ({
          word: notes[name],
          says: [frame.sounds[name]],
        })),
      },
      {
        title: scan.label,
        rows: [
          { word: scan.label, says: [scan.placeholder] },
          { word: people.signIn, says: [people.scan, people.scanAbout] },
          ...(["line", "verify", "lots", "insights", "set-up"] as const).map((screen, index) => ({
            word: `Alt+${index + 1}`,
            says: [frame[screen]],
          })),
        ],
      },
    ],
  };
}

const picturePath = (state: PicturedState): string => `images/states/${state}.svg`;

/** The card as a page of `docs/`. */
export function cardPage(language: Language): string {
  const { title, sections } = operatorCard(language);
  const others = languages.map((one) =>
    one === language ? languageNames[one] : `[${languageNames[one]}](operator-card.${one}.md)`,
  );
  const tables = sections.map(({ title: heading, rows }) => {
    const lines = rows.map(({ picture, word, says }) => {
      const code = /^[a-z]+\.[a-z-]+$/.test(word) ? `\`${word}\`` : `**${word}**`;
      const shown = picture === undefined ? code : `![${word}](${picturePath(picture)})<br>${code}`;
      return `| ${shown} | ${says.join("<br>")} |`;
    });
    return [`## ${heading}`, "", "| | |", "| --- | --- |", ...lines].join("\n");
  });
  return `${[`# ${title}`, others.join(" · "), ...tables].join("\n\n")}\n`;
}
