// Control words of Windows' command processor: `for %x in (…) do …`, `if exist … …`, `if %a% gtr 0 …`.

/** A loop over a set, a file or a command's output. */
const LOOP = /\bfor(?:\s{1,24}\/[dflr]){0,3}\s{1,24}[^()\n]{0,48}%{1,2}\S{0,16}\s{1,24}in\s{1,24}\([^)\n]{0,256}\)?\s{0,9}do\b/;
/** Something to run, or a bracket around it. */
const RUN = String.raw`\(?@?\b(?:echo|goto|call|set|exit|cmd|del|copy|start|type|move|rd|md|dir)\b`;
const CONDITION = new RegExp(
  String.raw`\bif(?:\s{1,24}/i)?(?:\s{1,24}not)?\s{1,24}(?:(?:exist|defined|errorlevel|cmdextversion)\s{1,24}(?:"[^"\n]{1,64}"|\S{1,64})|\S{1,48}\s{0,9}(?:==|\b(?:equ|neq|lss|leq|gtr|geq)\b)\s{0,9}\S{1,48})\s{1,24}(?:do\s)?${RUN}`,
);
/** Comparisons of variables and parameters, whatever is run. */
const COMPARISON = /\bif\s{1,24}(?:\/i\s{1,24})?(?:not\s{1,24})?["[({]?%~?\w{1,24}%?["\])}]?\s{0,9}(?:==|equ|neq|lss|leq|gtr|geq)/;

/** `%programfiles:~10,1%`: a character cut out of a variable, to spell a word by. */
const CUT = /%\w{1,32}:~-?\d{1,3},-?\d{1,3}%/;

export const BATCH_TRIGGERS = [
  ':~',
  ...['if  ', 'for  '],
  ...['for /', 'for %', 'if exist', 'not exist', 'if defined', 'not defined', 'errorlevel', 'if /i'],
  ...['if "%', 'if %', 'if [%', 'if (%', 'if not %', 'if not "%', 'if not {%', ' equ ', ' neq ', ' lss ', ' leq ', ' gtr ', ' geq '],
];

/** `lower` must be in lower case. */
export const batchWeight = (lower: string): number =>
  CUT.test(lower) || LOOP.test(lower) || CONDITION.test(lower) || COMPARISON.test(lower) ? 4 : 0;
