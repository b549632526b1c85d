import { createTheme, type MantineColorsTuple } from "@mantine/core";

/** Controls are ink on paper; colour is kept for states. */
const ink: MantineColorsTuple = [
  "#f2f3ee",
  "#dfe1dc",
  "#c3c6c0",
  "#9aa0a4",
  "#757b7e",
  "#5b636b",
  "#474e55",
  "#2c3238",
  "#1d2226",
  "#14171a",
];

export const mantineTheme = createTheme({
  fontFamily: "var(--font)",
  fontFamilyMonospace: "var(--font-code)",
  defaultRadius: 3,
  primaryColor: "ink",
  primaryShade: { light: 9, dark: 0 },
  colors: { ink },
  respectReducedMotion: true,
  cursorType: "pointer",
});
