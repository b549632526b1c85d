import { TextInput } from "@mantine/core";
import type { HTMLInputTypeAttribute } from "react";

interface FieldProps {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** What is wrong with it; null: nothing, or nothing yet. */
  readonly error?: string | null;
  readonly type?: HTMLInputTypeAttribute;
  readonly most?: number;
  readonly required?: boolean;
}

/** One line to fill in, with its help below. What is secret is neither kept by the browser nor read aloud. */
export const SettingsField = ({
  label,
  hint,
  value,
  onChange,
  error = null,
  type,
  most = 256,
  required,
}: FieldProps) => (
  <TextInput
    label={label}
    description={hint}
    inputWrapperOrder={["label", "input", "description", "error"]}
    value={value}
    onChange={(event) => onChange(event.currentTarget.value)}
    error={error}
    {...(type === undefined ? {} : { type })}
    {...(required === undefined ? {} : { required, withAsterisk: false })}
    maxLength={most}
    size="md"
    autoComplete={type === "password" ? "new-password" : "off"}
    spellCheck={false}
  />
);
