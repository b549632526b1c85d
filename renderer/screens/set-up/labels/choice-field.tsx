import { Select } from "@mantine/core";

interface ChoiceFieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string) => void;
}

/** One of several, with its help below. */
export const ChoiceField = ({ label, hint, value, choices, onChange }: ChoiceFieldProps) => (
  <Select
    label={label}
    {...(hint === undefined ? {} : { description: hint })}
    inputWrapperOrder={["label", "input", "description", "error"]}
    data={[...choices]}
    value={value}
    onChange={(chosen) => onChange(chosen ?? value)}
    allowDeselect={false}
    size="md"
  />
);
