// The picture of one finding: recent windows as bars, the usual band behind them, the observed window in the finding's colour.
import type { BaselineView } from '../../detectors/model/finding.ts';
import { amountWords } from './amount.ts';
import { chartSeries } from './chart-series.ts';
import { html, type Markup, NOTHING } from './html.ts';

const WIDTH = 420;
const HEIGHT = 132;
/** Room for labels, above the bars and below them. */
const TOP = 18;
const BOTTOM = 18;
/** A bar's longest width, so that three windows do not look like a wall. */
const WIDEST_BAR = 18;
/** A band thinner than this could not be seen. */
const THINNEST_BAND = 2;

/** A letter of the label is about this wide. */
const LABEL_LETTER = 9;

const fixed = (value: number): number => Math.round(value * 10) / 10;

export const chartSvg = (baseline: BaselineView): Markup => {
  const series = chartSeries(baseline);
  const floor = HEIGHT - BOTTOM;
  const heightOf = (value: number): number => (value / series.top) * (floor - TOP);
  const step = Math.min(WIDEST_BAR * 1.35, WIDTH / Math.max(1, series.values.length));
  const left = WIDTH - step * series.values.length;
  const bandHeight = Math.max(THINNEST_BAND, heightOf(series.usualHigh) - heightOf(series.usualLow));
  const bandTop = floor - heightOf(series.usualLow) - bandHeight;
  const last = series.values.length - 1;
  const bars = series.values.map((value, place) => {
    const height = value > 0 ? Math.max(1.5, heightOf(value)) : 0.75;
    const outside = value < series.usualLow || value > series.usualHigh;
    return html`<rect class="${place === last ? 'bar now' : outside ? 'bar odd' : 'bar'}" x="${fixed(left + place * step + step * 0.12)}" y="${fixed(floor - height)}" width="${fixed(step * 0.76)}" height="${fixed(height)}" rx="1"/>`;
  });
  const observed = amountWords(baseline.observed, baseline.measure);
  // The label stands at the right: above every bar below it.
  const highest = Math.max(...series.values.slice(-Math.max(1, Math.ceil((observed.length * LABEL_LETTER) / step))));
  const labelY = Math.max(12, floor - heightOf(highest) - 6);
  return html`<svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${`${baseline.measure}: ${observed} observed; usual ${amountWords(baseline.usualLow, baseline.measure)} to ${amountWords(baseline.usualHigh, baseline.measure)}`}">
<rect class="band" x="0" y="${fixed(bandTop)}" width="${WIDTH}" height="${fixed(bandHeight)}"/>
<line class="axis" x1="0" x2="${WIDTH}" y1="${floor}" y2="${floor}"/>
${bars}
<text class="seen" x="${WIDTH - 1}" y="${fixed(labelY)}" text-anchor="end">${observed}</text>
${bandTop - 5 > 12 ? html`<text class="tick" x="1" y="${fixed(bandTop - 5)}">usual, up to ${amountWords(baseline.usualHigh, baseline.measure)}</text>` : html`<text class="tick" x="1" y="12">usual: ${amountWords(baseline.usualLow, baseline.measure)} to ${amountWords(baseline.usualHigh, baseline.measure)}</text>`}
<text class="tick" x="1" y="${HEIGHT - 5}">${series.values.length > 1 ? 'earlier windows' : ''}</text>
<text class="tick" x="${WIDTH - 1}" y="${HEIGHT - 5}" text-anchor="end">this one</text>
</svg>`;
};

/** How much of the observation each source is, as bars on one scale. */
export const contributorBars = (contributors: readonly { readonly name: string; readonly share: number }[]): Markup =>
  contributors.length === 0
    ? NOTHING
    : html`<ul class="shares">${contributors.slice(0, 6).map(({ name, share }) => {
        const percent = Math.round(Math.max(0, Math.min(1, Number.isFinite(share) ? share : 0)) * 100);
        return html`<li><span class="name">${name}</span><span class="track"><span class="fill" style="width:${percent}%"></span></span><span class="percent">${percent} %</span></li>`;
      })}</ul>`;
