// A rule file without its cases: they are nine tenths of it, and nothing that matches records needs them.

/** Ends a top-level block: another key, a document's end or the next one's beginning. Items of a list may stand unindented. */
const isNextKey = (line: string): boolean => /^(---|\.\.\.)(\s|$)/.test(line) || /^[^\s#-]/.test(line);

/**
 * The text with every line of a top-level `cases:` left empty, so that problems keep their lines; empty lines at the end,
 * which cost reading too, are dropped. Meant for where rules run: reading YAML is most of the time it takes to start.
 */
export const withoutCases = (text: string): string => {
  let isInside = false;
  return text
    .split('\n')
    .map((line) => {
      if (isInside && isNextKey(line)) isInside = false;
      if (/^cases:(\s|$)/.test(line)) isInside = true;
      return isInside ? '' : line;
    })
    .join('\n')
    .trimEnd();
};
