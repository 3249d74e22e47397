// The whole period at a glance: every finding at its time, in a lane for its severity, with each story drawn as one stroke.
import type { Finding } from '../../detectors/model/finding.ts';
import { SEVERITIES, type Severity } from '../../detectors/model/severity.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../detectors/model/time.ts';
import { html, type Markup } from './html.ts';

const LANES = SEVERITIES.toReversed();
const LANE_HEIGHT = 30;
const TOP = 14;
const AXIS_HEIGHT = 26;
/** Findings closer than this are one mark, which grows: ten thousand marks would be one blot and a large file. */
const MARK_SPACING = 7;

export interface TimelineInput {
  readonly findings: readonly Finding[];
  readonly stories: readonly Finding[];
  readonly startMs: number;
  readonly endMs: number;
}

const fixed = (value: number): number => Math.round(value * 10) / 10;
const centreOf = (severity: Severity): number => TOP + LANES.indexOf(severity) * LANE_HEIGHT + LANE_HEIGHT / 2;

/** Steps a person counts time in. */
const STEPS_MS = [
  MINUTE_MS,
  5 * MINUTE_MS,
  15 * MINUTE_MS,
  HOUR_MS,
  3 * HOUR_MS,
  6 * HOUR_MS,
  12 * HOUR_MS,
  DAY_MS,
  2 * DAY_MS,
  7 * DAY_MS,
  14 * DAY_MS,
  30 * DAY_MS,
  91 * DAY_MS,
  365 * DAY_MS,
  3650 * DAY_MS,
];

const ticks = (startMs: number, endMs: number, most: number): readonly { readonly atMs: number; readonly label: string }[] => {
  const step = STEPS_MS.find((each) => (endMs - startMs) / each <= most) ?? 36500 * DAY_MS;
  const marks: { atMs: number; label: string }[] = [];
  for (let atMs = Math.ceil(startMs / step) * step; atMs <= endMs && marks.length <= most; atMs += step) {
    const iso = new Date(atMs).toISOString();
    marks.push({ atMs, label: step >= DAY_MS ? iso.slice(5, 10) : atMs % DAY_MS === 0 ? iso.slice(5, 10) : iso.slice(11, 16) });
  }
  return marks;
};

/** `width`: of the drawing; the same words and marks stay readable on a telephone when it is drawn narrow. */
export const timelineSvg = ({ findings, stories, startMs, endMs }: TimelineInput, width: number): Markup => {
  const left = width < 500 ? 62 : 76;
  const right = width - 14;
  const bottom = TOP + LANES.length * LANE_HEIGHT;
  const spanMs = Math.max(1, endMs - startMs);
  const xOf = (timeMs: number): number => left + Math.max(0, Math.min(1, (timeMs - startMs) / spanMs)) * (right - left);
  const xOfFinding = (finding: Finding): number => xOf(Date.parse(finding.time) || startMs);
  const marks = new Map<string, { readonly x: number; readonly severity: Severity; count: number }>();
  for (const finding of findings) {
    const slot = Math.round(xOfFinding(finding) / MARK_SPACING);
    const key = `${finding.severity} ${slot}`;
    const mark = marks.get(key) ?? { x: slot * MARK_SPACING, severity: finding.severity, count: 0 };
    mark.count += 1;
    marks.set(key, mark);
  }
  const byId = new Map(findings.map((finding) => [finding.id, finding]));
  const lanes = LANES.map(
    (severity) =>
      html`<line class="lane" x1="${left}" x2="${right}" y1="${centreOf(severity)}" y2="${centreOf(severity)}"/><text class="tick" x="${left - 10}" y="${centreOf(severity) + 4}" text-anchor="end">${severity}</text>`,
  );
  const strokes = stories.map((story) => {
    const points = story.parts
      .flatMap((id) => byId.get(id) ?? [])
      .map((part) => `${fixed(Math.round(xOfFinding(part) / MARK_SPACING) * MARK_SPACING)},${centreOf(part.severity)}`);
    const from = xOfFinding(story);
    const to = Math.max(from + 8, xOf(Date.parse(story.window.end) || startMs));
    return html`<rect class="era sev-${story.severity}" x="${fixed(from - 8)}" y="${TOP - 8}" width="${fixed(to - from + 16)}" height="${bottom - TOP + 8}" rx="6"/><polyline class="stroke sev-${story.severity}" points="${points.filter((point, place) => point !== points[place - 1]).join(' ')}"/>`;
  });
  const dots = [...marks.values()]
    .sort((one, other) => other.count - one.count || one.x - other.x)
    .map(
      (mark) =>
        html`<circle class="dot sev-${mark.severity}" cx="${fixed(mark.x)}" cy="${centreOf(mark.severity)}" r="${fixed(Math.min(12, 3.5 + Math.sqrt(mark.count)))}"><title>${mark.count === 1 ? '1 finding' : `${mark.count} findings`}, ${mark.severity}</title></circle>`,
    );
  const axis = ticks(startMs, endMs, width < 500 ? 4 : 9).map(
    ({ atMs, label }) =>
      html`<line class="grid" x1="${fixed(xOf(atMs))}" x2="${fixed(xOf(atMs))}" y1="${TOP}" y2="${bottom}"/><text class="tick" x="${fixed(xOf(atMs))}" y="${bottom + 18}" text-anchor="middle">${label}</text>`,
  );
  return html`<svg class="timeline ${width < 500 ? 'narrow' : 'wide'}" viewBox="0 0 ${width} ${bottom + AXIS_HEIGHT}" role="img" aria-label="Findings over time, by severity (UTC)">${axis}${lanes}${strokes}${dots}</svg>`;
};
