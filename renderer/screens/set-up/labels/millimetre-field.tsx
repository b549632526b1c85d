import { NumberInput } from "@mantine/core";

interface MillimetreFieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly value: number | undefined;
  /** Undefined: nothing is in it. */
  readonly onChange: (value: number | undefined) => void;
}

/** A length; the arrow keys change it by half a millimetre. What is out of bounds is said in the preview. */
export const MillimetreField = ({ label, hint, value, onChange }: MillimetreFieldProps) => (
  <NumberInput
    label={label}
    {...(hint === undefined ? {} : { description: hint })}
    inputWrapperOrder={["label", "input", "description", "error"]}
    value={value ?? ""}
    onChange={(given) => onChange(given === "" ? undefined : Number(given))}
    step={0.5}
    min={0}
    max={300}
    clampBehavior="none"
    decimalScale={2}
    allowedDecimalSeparators={[".", ","]}
    hideControls
    size="md"
  />
);
