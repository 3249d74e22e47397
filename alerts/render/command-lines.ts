// A command on lines of a width, as a shell reads it.
import type { Command } from './first-steps.ts';

/** What continues a command, with the blank before it. */
const CONTINUED = ' \\';
/** Lines after the first stand in, so that one sees where a command ends. */
const CONTINUATION = '  ';

/** Broken before its options; one with a word that does not fit on a line is left out. */
export const commandLines = (command: Command, lead: string, width: number): readonly string[] => {
  const lines: string[] = [];
  for (const word of command) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width - CONTINUED.length) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(lead + (last === undefined ? '' : CONTINUATION) + word);
  }
  const shown = lines.map((line, place) => (place < lines.length - 1 ? `${line}${CONTINUED}` : line));
  return shown.some((line) => line.length > width) ? [] : shown;
};
