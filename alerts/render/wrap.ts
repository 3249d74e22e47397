// Text broken into lines no longer than a width, at spaces where there are any.

/** At least one line. A word longer than the width is broken; no line is longer than the width. */
export const wrap = (text: string, width: number): readonly string[] => {
  const limit = Math.max(1, width);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    let letters = [...word];
    if (line !== '' && [...line].length + 1 + letters.length <= limit) {
      line += ` ${word}`;
      continue;
    }
    if (line !== '') lines.push(line);
    for (; letters.length > limit; letters = letters.slice(limit)) lines.push(letters.slice(0, limit).join(''));
    line = letters.join('');
  }
  return line === '' && lines.length > 0 ? lines : [...lines, line];
};

/** The label in front of the first line, and blanks of its width in front of the others. */
export const hanging = (label: string, text: string, width: number): readonly string[] =>
  wrap(text, width - label.length).map((line, place) => `${place === 0 ? label : ' '.repeat(label.length)}${line}`);
