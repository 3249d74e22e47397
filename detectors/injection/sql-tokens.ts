// A text read as SQL, without deciding whether it starts inside a string: quotes are tokens of their own, so that one
// reading serves for a text injected bare, inside single and inside double quotes (libinjection reads it three times).
import { SQL_WORDS, type SqlKind } from './sql-words.ts';
import { isDigit, isLetter, isSpace, isWord } from './text-scan.ts';

export interface SqlToken {
  readonly kind: SqlKind;
  readonly text: string;
  /** For a quote: it is the 1st, 3rd, … of its character, so that it closes a string nobody opened here. */
  readonly odd: boolean;
}

/** Tokens kept of one text. 16 KiB of text hold more; what an injection needs stands in a few dozen. */
const TOKENS = 4096;

const LONGEST_WORD = 128;

/** Filler that hides a blank; a comment that somebody wrote to be read is longer. */
const LONGEST_COMMENT = 48;

/** Payloads pad `--` by one or two; rulers and PEM's marks have five. */
const LONGEST_DASHES = 5;

const isWordPart = (code: number): boolean => isWord(code) || code === 36 || code > 127;

/** An apostrophe between two letters belongs to a name or an elision (O'Brien, l'heure), unless a keyword of SQL follows. */
const isApostrophe = (text: string, at: number): boolean => {
  if (!isLetterLike(text.charCodeAt(at - 1)) || !isLetterLike(text.charCodeAt(at + 1))) return false;
  let end = at + 1;
  while (end < text.length && isWordPart(text.charCodeAt(end)) && end - at < 12) end++;
  const kind = SQL_WORDS.get(text.slice(at + 1, end));
  return kind === undefined || (kind !== 'union' && kind !== 'having' && !(kind === 'logic' && !isLetterLike(text.charCodeAt(end))));
};

/** `1or`, `1and1`, `1union`: a keyword right behind a number. */
const startsKeyword = (lower: string, from: number, to: number): boolean => {
  let end = from;
  while (end < to && isLetter(lower.charCodeAt(end))) end++;
  return SQL_WORDS.has(lower.slice(from, end));
};

const isLetterLike = (code: number): boolean => isLetter(code) || code > 127;

const KIND_OF_SYMBOL = new Map<number, SqlKind>(
  [...'(),;.']
    .map((symbol) => [symbol.charCodeAt(0), symbol as SqlKind] as const)
    .concat([...'+-*/%|&^~!'].map((symbol) => [symbol.charCodeAt(0), 'operator'] as const)),
);

/** `lower` must be in lower case. */
export const sqlTokens = (lower: string): readonly SqlToken[] => {
  const tokens: { -readonly [Name in keyof SqlToken]: SqlToken[Name] }[] = [];
  // In JSON a double quote belongs to the JSON, whose strings are read by themselves.
  const json = lower.includes('":') || lower.includes('" :');
  let [singles, doubles, backticks] = [0, 0, 0];
  const push = (kind: SqlKind, text: string, odd = false): void => {
    tokens.push({ kind, text, odd });
  };
  /** A comment up to the line's end is a blank (`#x`, a line break, `union`), and one that nothing follows ends the statement. */
  const comment = (from: number, mark: string): number => {
    const end = lower.slice(from, from + LONGEST_COMMENT).search(/[\n\r]/);
    if (end > 0 && isWord(lower.charCodeAt(from))) return from + end;
    push('comment', mark);
    return from;
  };
  let at = 0;
  while (at < lower.length && tokens.length < TOKENS) {
    const code = lower.charCodeAt(at);
    const next = lower.charCodeAt(at + 1);
    if (isSpace(code)) at++;
    else if (isDigit(code)) {
      let end = at + 1;
      while (end < lower.length && (isWord(lower.charCodeAt(end)) || (lower.charCodeAt(end) === 46 && isDigit(lower.charCodeAt(end + 1)))))
        end++;
      // `1or` and `1and`: a number ends where a keyword begins.
      let digits = at + 1;
      while (digits < end && isDigit(lower.charCodeAt(digits))) digits++;
      // `1e1from`: an exponent in between.
      if (lower.charCodeAt(digits) === 101 && isDigit(lower.charCodeAt(digits + 1)) && !startsKeyword(lower, digits, end))
        for (digits++; digits < end && isDigit(lower.charCodeAt(digits)); ) digits++;
      if (digits < end && startsKeyword(lower, digits, end)) end = digits;
      push('number', lower.slice(at, Math.min(end, at + LONGEST_WORD)));
      at = end;
    } else if (isWordPart(code) || code === 64) {
      let end = at + 1;
      while (end < lower.length && (isWordPart(lower.charCodeAt(end)) || lower.charCodeAt(end) === 64)) {
        // `select@@version`: a keyword needs no blank before a variable.
        if (lower.charCodeAt(end) === 64 && code !== 64 && SQL_WORDS.has(lower.slice(at, end))) break;
        end++;
      }
      // `or1=1`: a keyword right before a number.
      if (end - at <= 6) {
        let letters = at;
        while (letters < end && isLetter(lower.charCodeAt(letters))) letters++;
        if (letters < end && isDigit(lower.charCodeAt(letters)) && SQL_WORDS.get(lower.slice(at, letters)) === 'logic') end = letters;
      }
      const word = lower.slice(at, Math.min(end, at + LONGEST_WORD));
      // `order by`, `group by`: the first word stands for both.
      const last = word === 'by' ? tokens[tokens.length - 1] : undefined;
      if (last?.text === 'order' || last?.text === 'group') last.kind = 'by';
      push(code === 64 ? 'variable' : (SQL_WORDS.get(word) ?? 'word'), word);
      at = end;
    } else if (code === 39 || code === 34 || code === 96) {
      const quote = code === 39 ? "'" : code === 34 ? '"' : '`';
      if ((code === 39 && isApostrophe(lower, at)) || (code === 34 && json)) at++;
      else {
        const before = code === 39 ? singles++ : code === 34 ? doubles++ : backticks++;
        push('quote', quote, before % 2 === 0);
        at++;
      }
    } else if (code === 92 && (next === 39 || next === 34)) at++;
    else if (code === 45 && next === 45) {
      const from = at;
      at += 2;
      while (lower.charCodeAt(at) === 45) at++;
      // `-----BEGIN`, a ruler: more dashes than a comment has.
      if (at - from < LONGEST_DASHES) at = comment(at, '--');
    } else if (code === 35) {
      at = comment(at + 1, '#');
    } else if (code === 47 && next === 42) {
      // `/*!50000 … */` runs in MySQL; any other comment is a blank, and one that never closes ends the statement.
      const versioned = lower.charCodeAt(at + 2) === 33;
      const end = lower.indexOf('*/', at + 2);
      if (end < 0 && !versioned) push('comment', '/*');
      at = versioned ? at + 3 : end < 0 ? at + 2 : end + 2;
      while (versioned && isDigit(lower.charCodeAt(at))) at++;
    } else if (code === 42 && next === 47) at += 2;
    else if ((code === 124 && next === 124) || (code === 38 && next === 38)) {
      push('logic', code === 124 ? '||' : '&&');
      at += 2;
    } else if (code === 60 || code === 61 || code === 62 || (code === 33 && next === 61)) {
      let end = at + 1;
      while (end < at + 3 && (lower.charCodeAt(end) === 61 || lower.charCodeAt(end) === 62)) end++;
      push('compare', lower.slice(at, end));
      at = end;
    } else {
      const kind = KIND_OF_SYMBOL.get(code);
      if (kind !== undefined) push(kind, lower.charAt(at));
      at++;
    }
  }
  return tokens;
};
