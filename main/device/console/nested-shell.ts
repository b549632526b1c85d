import { deviceErrors } from "../device-errors.ts";
import type { ConsoleShell } from "./console-shell.ts";
import type { ConsoleTerminal } from "./console-terminal.ts";
import { quotedPieces } from "./shell-words.ts";

/** Lines of this length must pass on every console. */
const shortestLine = 100;
export const probeMs = 2500;

/**
 * All is done in a shell of our own below the one found: what it was is there again when ours ends, and no line of ours is in a
 * history. TMN tells ours from others, TMH is the history file of the one above.
 */
export const nestedShell = 'PS1= PS2= ENV= HISTFILE= TMN=1 TMH="$TMH" sh';

/** The last line typed at the shell found before ours, and what it does when ours has ended. */
export const prepareShell = "TMS=$(stty -g);TMH=$HISTFILE;unset HISTFILE;stty -echo";
export const restoreShell = (logOut: boolean): string => (logOut ? "stty $TMS;exit" : "stty $TMS;unset TMS TMH");

/** Some shells write every line down before it is run (busybox ash; Bash told so): ours go out of that file again. */
export const forgetLines =
  '[ -w "$TMH" ]&&grep -q "TM[NS][:=]" "$TMH"&&{ H=$(grep -v "TM[NS][:=]" "$TMH");[ -z "$H" ]&&:>"$TMH"||printf "%s\\n" "$H">"$TMH";}';

// `tm NONCE COMMAND`: the mark, what the command prints, and its status behind the mark.
const marks = `tm(){ printf '\\n<%s\\n' $1;eval "$2" </dev/null 2>&1;printf '\\n%s>%d\\n' $1 $?;}`;
// On a line of its own: Bash forgets what else stands in an eval when this changes where it reads from.
const noEditing = '[ "$BASH_VERSION" ]&&set +o emacs +o vi';
const manners = [
  "unset HISTFILE PROMPT_COMMAND MAIL MAILPATH;export LC_ALL=C;umask 077",
  "PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin",
].join("\n");

/** Our marks are taught in pieces, as the shortest console takes them, and then answer for the first time. */
export async function teachMarks(
  terminal: ConsoleTerminal,
  shell: ConsoleShell,
  signal: AbortSignal | undefined,
): Promise<void> {
  await terminal.type(` ${noEditing}\n C=\n`, signal);
  for (const piece of quotedPieces(`${manners}\n${marks}`, shortestLine - 10)) {
    await terminal.type(` C=$C${piece}\n`, signal);
  }
  await terminal.type(' eval "$C"\n', signal);
  shell.lineLimit = shortestLine;
  const { output } = await shell.run("echo ready", { ms: probeMs * 2, signal });
  if (output !== "ready") throw deviceErrors.badAnswer("the shell garbles what it is told");
}
