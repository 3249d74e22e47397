// One whole scan of the files named, output rendered and thrown away. Prints its processor time as JSON.
import '../engine.ts';
import { renderNdjson } from '../../alerts/render/ndjson.ts';
import { ruleSet } from '../../detectors/aws/rule-set.ts';
import { DEFAULT_SETTINGS } from '../../detectors/model/settings.ts';
import type { Instant } from '../../detectors/model/time.ts';
import { scan } from '../scan.ts';
import { openState } from '../store/state-file.ts';
import { progressLine } from '../terminal.ts';

const opened = openState(undefined);
if (opened.kind === 'refused') throw new Error(opened.reason);
const rules = ruleSet(DEFAULT_SETTINGS, []);
const before = process.cpuUsage();
const result = await scan({
  paths: process.argv.slice(2),
  title: 'bench',
  settings: DEFAULT_SETTINGS,
  suppressions: [],
  rules,
  state: opened.state,
  now: Date.now() as Instant,
  since: undefined,
  until: undefined,
  progress: progressLine(true),
  signal: new AbortController().signal,
  onBroken: () => {},
});
const rendered = renderNdjson(result.findings);
const { user, system } = process.cpuUsage(before);
process.stdout.write(
  JSON.stringify({
    cpuSeconds: (user + system) / 1e6,
    peakMb: process.resourceUsage().maxRSS / 1024,
    records: result.statistics.received,
    findings: rendered.length,
  }),
);
