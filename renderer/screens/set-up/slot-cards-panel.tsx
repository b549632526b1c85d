import { Select } from "@mantine/core";
import { type ReactNode, useEffect, useState } from "react";
import type { CardPaper, Problem, ReportLanguage } from "../../../main/api/contract/index.ts";
import { languageOf } from "../../locales/languages.ts";
import { engineer } from "../../locales/texts.ts";
import { useLabels, useLanguage } from "../../stores/stores-context.tsx";
import { Button } from "../../ui/button.tsx";
import { StateMark } from "../../ui/state-mark.tsx";
import { Refused } from "../parts/refused.tsx";
import css from "./arrange-panel.module.css";
import { saveFile } from "./save-file.ts";

/** A card for every slot with its own code, so that the line is worked by a scanner alone. */
export function SlotCardsPanel() {
  const words = engineer.fixture;
  const load = useLabels((state) => state.load);
  const rest = useLabels((state) => state.rest);
  const language = useLanguage((state) => languageOf(state.language));
  useEffect(() => {
    void load();
    return rest;
  }, [load, rest]);
  return (
    <section className={css["panel"]} aria-label={words.cards}>
      <h3 className={css["heading"]}>{words.cards}</h3>
      <p className={css["soft"]}>{words.cardsAbout}</p>
      <OnPaper language={language} />
      <OnLabels language={language} />
    </section>
  );
}

interface PartProps {
  readonly language: ReportLanguage;
}

const papers: readonly CardPaper[] = ["a4", "letter"];
/** Letter is what the cupboard has in America; elsewhere it is A4 (CLDR, paperSize). */
const usualPaper = (): CardPaper => (/-(?:US|CA|MX|PH|CL|CO|VE|GT)$/.test(navigator.language) ? "letter" : "a4");

function OnPaper({ language }: PartProps) {
  const words = engineer.fixture;
  const slotCards = useLabels((state) => state.slotCards);
  const [paper, setPaper] = useState(usualPaper);
  const make = async (): Promise<Problem | null> => {
    const file = await slotCards(paper, language);
    if ("code" in file) return file;
    saveFile(file);
    return null;
  };
  return (
    <Making act={words.saveCards} done={words.savedCards} make={make}>
      <Select
        label={words.paper}
        data={papers.map((value) => ({ value, label: words.papers[value] }))}
        value={paper}
        onChange={(value) => setPaper(papers.find((name) => name === value) ?? paper)}
        allowDeselect={false}
        size="md"
      />
    </Making>
  );
}

/** Where a label printer is set up. */
function OnLabels({ language }: PartProps) {
  const words = engineer.fixture;
  const printers = useLabels((state) => state.printers.items);
  const print = useLabels((state) => state.printSlotCards);
  const [chosen, setChosen] = useState<string | null>(null);
  const printer = printers.find(({ name }) => name === chosen)?.name ?? printers[0]?.name;
  if (printer === undefined) return null;
  return (
    <Making act={words.printCards} done={words.printedCards} make={() => print(printer, language)}>
      <Select
        label={words.cardPrinter}
        data={printers.map(({ name }) => name)}
        value={printer}
        onChange={setChosen}
        allowDeselect={false}
        size="md"
      />
    </Making>
  );
}

interface MakingProps {
  readonly act: string;
  readonly done: string;
  /** Resolves to why not. */
  readonly make: () => Promise<Problem | null>;
  readonly children: ReactNode;
}

/** A choice, the press that makes the cards, and what became of it. */
function Making({ act, done, make, children }: MakingProps) {
  const [state, setState] = useState<"idle" | "busy" | "done">("idle");
  const [problem, setProblem] = useState<Problem | null>(null);
  const press = async () => {
    setState("busy");
    const refused = await make();
    setProblem(refused);
    setState(refused === null ? "done" : "idle");
  };
  return (
    <div className={css["making"]}>
      {children}
      <Button disabled={state === "busy"} onClick={() => void press()}>
        {act}
      </Button>
      <span role="status">{state === "done" ? <StateMark shape="pass" word={done} /> : null}</span>
      <Refused problem={problem} />
    </div>
  );
}
