// Recall by size of the incident, as text and as a picture.

export interface Curve {
  readonly name: string;
  /** By size, rising. */
  readonly points: readonly { readonly size: number; readonly share: number; readonly count: number }[];
}

const WIDTH = 720;
const HEIGHT = 420;
const LEFT = 60;
const BOTTOM = 50;
const COLOURS = ['#1b6ca8', '#c0392b', '#2e8b57', '#8e44ad', '#d68910', '#16808a', '#7f5539', '#5d6d7e', '#b03a8c', '#6b8e23'];

const xOf = (size: number, largest: number): number => LEFT + (Math.log(size) / Math.log(largest)) * (WIDTH - LEFT - 170);
const yOf = (share: number): number => HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - 30);

export const picture = (title: string, curves: readonly Curve[]): string => {
  const sizes = [...new Set(curves.flatMap(({ points }) => points.map(({ size }) => size)))].sort((one, other) => one - other);
  const largest = sizes.at(-1) ?? 10;
  const lines = curves.map(({ name, points }, index) => {
    const colour = COLOURS[index % COLOURS.length] ?? '#000000';
    const path = points.map(({ size, share }) => `${xOf(size, largest).toFixed(1)},${yOf(share).toFixed(1)}`).join(' ');
    return `<polyline fill="none" stroke="${colour}" stroke-width="2" points="${path}"/><text x="${WIDTH - 160}" y="${50 + 20 * index}" fill="${colour}">${name}</text>`;
  });
  const grid = [0, 0.25, 0.5, 0.75, 0.9, 1].map(
    (share) =>
      `<line x1="${LEFT}" x2="${WIDTH - 170}" y1="${yOf(share)}" y2="${yOf(share)}" stroke="${share === 0.9 ? '#555555' : '#dddddd'}"/><text x="15" y="${yOf(share) + 4}">${Math.round(100 * share)} %</text>`,
  );
  const ticks = sizes.map((size) => `<text x="${xOf(size, largest) - 8}" y="${HEIGHT - BOTTOM + 20}">${size}x</text>`);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12"><title>${title}</title><rect width="100%" height="100%" fill="#ffffff"/><text x="${LEFT}" y="20" font-size="14">${title}</text>${grid.join('')}${ticks.join('')}${lines.join('')}</svg>\n`;
};

/** The smallest size from which on at least nine in ten were found. */
export const smallestFound = ({ points }: Curve): string => {
  let smallest: number | undefined;
  for (const { size, share, count } of [...points].reverse()) {
    if (count > 0 && share < 0.9) break;
    smallest = size;
  }
  return smallest === undefined ? `> ${points.at(-1)?.size ?? 0}x` : `${smallest}x`;
};
