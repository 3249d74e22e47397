// Lambda's own lines in the form that nearly all of them have: fixed words, an id, a version, figures. Whatever else a log may
// hold, these cannot, so a rule that looks for anything else need not be asked about them.

export type PlainLine = 'start' | 'end' | 'report';

/** So many characters out of some. */
export interface Varying {
  readonly of: string;
  readonly least: number;
  readonly most: number;
}

const HEX = '0123456789abcdef';
const DIGITS = '0123456789';
const some = (of: string, least: number, most = least): Varying => ({ of, least, most });

/** A UUID. */
const REQUEST_ID = [some(HEX, 8), '-', some(HEX, 4), '-', some(HEX, 4), '-', some(HEX, 4), '-', some(HEX, 12)];
/** `12` or `12.34`: no report tells more than thousandths. */
const FIGURE = [some(DIGITS, 1, 9), some('.', 0, 1), some(DIGITS, 0, 3)];
const REPORT = [
  ...['REPORT RequestId: ', ...REQUEST_ID, '\tDuration: ', ...FIGURE, ' ms\tBilled Duration: ', ...FIGURE],
  ...[' ms\tMemory Size: ', ...FIGURE, ' MB\tMax Memory Used: ', ...FIGURE, ' MB'],
];
const TAB = some('\t', 0, 1);

/** The forms of each, part by part, without the line end. */
export const PLAIN_LINES: Readonly<Record<PlainLine, readonly (readonly (string | Varying)[])[]>> = {
  start: [
    ['START RequestId: ', ...REQUEST_ID, ' Version: $LATEST'],
    ['START RequestId: ', ...REQUEST_ID, ' Version: ', some(DIGITS, 1, 9)],
  ],
  end: [['END RequestId: ', ...REQUEST_ID]],
  // An invocation that initialised its environment reports that, too.
  report: [
    [...REPORT, TAB],
    [...REPORT, '\tInit Duration: ', ...FIGURE, ' ms', TAB],
  ],
};

/** The `type` that the record of each has, as Lambda's JSON log names it. */
export const PLAIN_TYPES: Readonly<Record<PlainLine, string>> = {
  start: 'platform.start',
  end: 'platform.end',
  report: 'platform.report',
};
