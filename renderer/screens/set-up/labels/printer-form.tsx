import { type FormEvent, useState } from "react";
import type { PrinterSettings, PrinterView, Problem } from "../../../../main/api/contract/index.ts";
import { engineer } from "../../../locales/texts.ts";
import { useLabels } from "../../../stores/stores-context.tsx";
import { Button } from "../../../ui/button.tsx";
import { Toggle } from "../../../ui/toggle.tsx";
import { Refused } from "../../parts/refused.tsx";
import { SettingsField } from "../settings-field.tsx";
import { ChoiceField } from "./choice-field.tsx";
import css from "./labels.module.css";

const kinds: readonly PrinterSettings["kind"][] = ["network", "serial", "usb", "folder"];

interface PrinterFormProps {
  /** Null: a new one. */
  readonly known: PrinterView | null;
  readonly onDone: () => void;
}

/** How one printer is reached. */
export function PrinterForm({ known, onDone }: PrinterFormProps) {
  const words = engineer.labels;
  const put = useLabels((state) => state.putPrinter);
  const [name, setName] = useState(known?.name ?? "");
  const [kind, setKind] = useState<PrinterSettings["kind"]>(known?.kind ?? "network");
  const [address, setAddress] = useState(known?.address ?? "");
  const [baudRate, setBaudRate] = useState(String(known?.baudRate ?? ""));
  const [tellsStatus, setTellsStatus] = useState(known?.tellsStatus ?? true);
  const [problem, setProblem] = useState<Problem | null>(null);
  const isWhole = name.trim() !== "" && address.trim() !== "" && /^\d{0,6}$/.test(baudRate);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!isWhole) return;
    const refused = await put({
      name: name.trim(),
      kind,
      address: address.trim(),
      ...(kind === "serial" && baudRate !== "" ? { baudRate: Number(baudRate) } : {}),
      ...(kind === "folder" || tellsStatus ? {} : { tellsStatus }),
    });
    setProblem(refused);
    if (refused === null) onDone();
  };
  return (
    <form className={css["form"]} onSubmit={(event) => void submit(event)} noValidate>
      {known === null ? (
        <SettingsField label={words.name} hint={words.nameHint} value={name} onChange={setName} most={64} />
      ) : null}
      <ChoiceField
        label={words.kind}
        hint={words.kindHint}
        value={kind}
        choices={kinds.map((value) => ({ value, label: words.kinds[value] }))}
        onChange={(value) => setKind(kinds.find((one) => one === value) ?? kind)}
      />
      <SettingsField
        label={words.address}
        hint={words.addresses[kind]}
        value={address}
        onChange={setAddress}
        most={512}
      />
      {kind === "serial" ? (
        <SettingsField
          label={words.baudRate}
          hint={words.baudRateHint}
          value={baudRate}
          onChange={setBaudRate}
          most={6}
        />
      ) : null}
      {kind === "folder" ? null : (
        <Toggle
          label={words.tellsStatus}
          description={words.tellsStatusHint}
          checked={tellsStatus}
          onChange={setTellsStatus}
        />
      )}
      <div className={css["send"]}>
        <Button type="submit" look="primary" disabled={!isWhole}>
          {words.savePrinter}
        </Button>
        <Button onClick={onDone}>{words.cancel}</Button>
        <Refused problem={problem} />
      </div>
    </form>
  );
}
