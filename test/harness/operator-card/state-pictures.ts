import { readFileSync } from "node:fs";
import { join } from "node:path";

export type PicturedState = "waiting" | "attention" | "running" | "pass" | "fail" | "aside" | "skipped" | "off";

const line = 'fill="none" stroke="currentColor" stroke-width="4"';
const cut = 'fill="none" stroke="#fff" stroke-width="6" stroke-linecap="round" stroke-linejoin="round"';

/** Clockwise from the top. */
const circle = (radius: number) =>
  `M24 ${24 - radius}a${radius} ${radius} 0 1 1 0 ${2 * radius}a${radius} ${radius} 0 1 1 0-${2 * radius}`;

/** The shapes of `renderer/ui/state-shape.tsx` without its style sheet; a test holds the drawings to be the same. */
const drawings: Readonly<Record<PicturedState, string>> = {
  waiting: `<path d="${circle(20)}" ${line} stroke-dasharray="8.2 7.5"/>`,
  attention: `<path fill="currentColor" d="M24 4l21.5 38.5h-43z"/><path d="M24 17v12.5M24 35.6v.4" ${cut}/>`,
  running:
    `<path d="${circle(19)}" fill="none" stroke="#c3c6c0" stroke-width="9"/>` +
    `<path d="${circle(19)}" fill="none" stroke="currentColor" stroke-width="9" pathLength="100" ` +
    'stroke-dasharray="35 65"/>',
  pass: `<path d="${circle(22)}" fill="currentColor"/><path d="M13.5 24.8l7.2 7.2 14-15.2" ${cut}/>`,
  fail: `<path fill="currentColor" d="M15.3 3h17.4L45 15.3v17.4L32.7 45H15.3L3 32.7V15.3z"/><path d="M13 24h22" ${cut}/>`,
  aside: `<path d="${circle(20)}" ${line}/><path d="M18.5 15.5v17M29.5 15.5v17" ${line}/>`,
  skipped: `<path d="${circle(20)}" ${line}/><path d="M17 15.5l8.5 8.5-8.5 8.5M31.5 15v18" ${line}/>`,
  off: `<path d="${circle(20)}" ${line}/><path d="M9.9 38.1l28.2-28.2" ${line}/>`,
};

const colours: Readonly<Record<PicturedState, string>> = {
  waiting: "waiting",
  attention: "attention",
  running: "running",
  pass: "pass",
  fail: "fail",
  aside: "off",
  skipped: "off",
  off: "off",
};

export const picturedStates = Object.keys(drawings) as readonly PicturedState[];

/** A picture of 48 by 48 in the colour the light theme has for the state. */
export function statePicture(state: PicturedState): string {
  const [light = ""] = readFileSync(join(import.meta.dirname, "../../../renderer/ui/tokens.css"), "utf8").split("}");
  const colour = new RegExp(`--${colours[state]}: (#[0-9a-f]{6});`).exec(light)?.[1] ?? "#14171a";
  const size = 'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48" width="48" height="48"';
  return `<svg ${size} color="${colour}">${drawings[state]}</svg>\n`;
}
