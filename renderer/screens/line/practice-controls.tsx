import { Menu } from "@mantine/core";
import { type PracticeFault, practiceFaultSchema, type Slot } from "../../../main/api/contract/index.ts";
import { texts } from "../../locales/texts.ts";
import { useLine } from "../../stores/stores-context.tsx";
import { ActPicture } from "../../ui/act-picture.tsx";
import { Button } from "../../ui/button.tsx";
import css from "./practice-controls.module.css";

const faults = practiceFaultSchema.options.filter((fault) => fault !== "none");

/** The hands of practice mode: they put virtual units into the slot and take them out. */
export function PracticeControls({ slot }: { readonly slot: Slot }) {
  const plug = useLine((state) => state.plug);
  const busy = useLine((state) => state.busy.has(slot.id));
  const { practice, line } = texts;
  return (
    <div className={css["controls"]} role="group" aria-label={`${practice.word}, ${line.slot(slot.name)}`}>
      <PracticeHand slot={slot} />
      {slot.present ? null : <FaultMenu disabled={busy} onChoose={(fault) => void plug(slot.id, fault)} />}
    </div>
  );
}

interface PracticeHandProps {
  readonly slot: Slot;
  /** Its picture in place of its words, where it shares a row with another press. */
  readonly small?: boolean;
}

/** Plugs a good unit in, or takes out what is there. */
export function PracticeHand({ slot, small = false }: PracticeHandProps) {
  const plug = useLine((state) => state.plug);
  const unplug = useLine((state) => state.unplug);
  const busy = useLine((state) => state.busy.has(slot.id));
  const { practice } = texts;
  const press = () => void (slot.present ? unplug(slot.id) : plug(slot.id, "none"));
  const words = slot.present ? practice.takeOut : practice.plug;
  const shown = small ? <ActPicture act={slot.present ? "take-out" : "plug-in"} /> : words;
  return (
    <Button
      look="practice"
      size="line"
      className={css[small ? "small" : "wide"]}
      disabled={busy}
      aria-label={words}
      onClick={press}
    >
      {shown}
    </Button>
  );
}

interface FaultMenuProps {
  readonly disabled: boolean;
  readonly onChoose: (fault: PracticeFault) => void;
}

const FaultMenu = ({ disabled, onChoose }: FaultMenuProps) => (
  <Menu position="top-end" width={280} transitionProps={{ duration: 0 }}>
    <Menu.Target>
      <Button look="practice" size="line" disabled={disabled} aria-label={texts.practice.plugFaulty}>
        {texts.practice.faultyShort}
      </Button>
    </Menu.Target>
    <Menu.Dropdown className={css["menu"]}>
      {faults.map((fault) => (
        <Menu.Item key={fault} className={css["item"]} onClick={() => onChoose(fault)}>
          {texts.practice.faults[fault]}
        </Menu.Item>
      ))}
    </Menu.Dropdown>
  </Menu>
);
