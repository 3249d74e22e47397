// What a scan puts away of its correlations is counted as if it had been held.
import { describe, expect, test } from 'vitest';
import { shelvedEvents } from '../../cli/store/shelved-events.ts';
import { openState } from '../../cli/store/state-file.ts';
import { recordId } from '../../detectors/model/identity.ts';
import { type Instant, MINUTE_MS } from '../../detectors/model/time.ts';
import { newCorrelator } from '../../detectors/sigma/correlate.ts';
import type { CorrelationShelf } from '../../detectors/sigma/correlation-shelf.ts';
import { loadRules } from '../../detectors/sigma/load.ts';
import { NO_DERIVATIONS } from '../../detectors/sigma/record-view.ts';
import { apiCall, at, NO_PLACEHOLDERS, ruleText } from '../detectors/sigma/rule-text.ts';

const START = at('2026-01-14T00:00:00Z');
const head = 'title: Chain\nlevel: high\nstatus: test\ntags: [attack.exfiltration, attack.t1537]\n';

/** A client and a minute, and what it asked for. */
type Step = readonly [user: string, minute: number, asked: string];

/** A day and a half of clients that come once, each in a minute of its own. */
const passing: readonly Step[] = Array.from({ length: 8_000 }, (_, minute) => [`u${minute}`, minute, 'a']);
const back = (minutes: readonly number[]): readonly Step[] => minutes.map((minute) => ['u7', minute, `b${minute}`]);

const ROWS: readonly (readonly [what: string, type: string, steps: readonly Step[], count: number])[] = [
  ['events beside those put away', 'event_count', [...passing, ...back([5, 9])], 1],
  ['values beside those put away', 'value_count', [...passing, ...back([5, 9])], 1],
  ['events in the stretch before', 'event_count', [...passing, ...back([-1, -2])], 1],
  ['too few events', 'event_count', [...passing, ...back([8])], 0],
  ['too far from each other', 'event_count', [...passing, ...back([-6, 12])], 0],
  [
    'both put away, of two logs',
    'event_count',
    [...back([5]), ...passing, ...back([-1]), ...passing.map(([, minute]): Step => [`v${minute}`, minute, 'a'])],
    1,
  ],
  ['told again', 'event_count', [...passing, ...passing, ...passing], 0],
];

describe('correlations whose events are put away', () => {
  test.for(ROWS)('%s, %s', ([, type, steps, count]) => {
    const condition = type === 'value_count' ? '{field: v, gte: 3}' : '{gte: 3}';
    const chain = `correlation: {type: ${type}, rules: [login], group-by: [user], timespan: 10m, condition: ${condition}}`;
    const rules = loadRules(
      [
        { path: 'login.yml', text: ruleText('selection: {a: b}', 'name: login') },
        { path: 'chain.yml', text: head + chain },
      ],
      NO_PLACEHOLDERS,
      new Set(),
    );
    expect(rules.problems).toEqual([]);
    const opened = openState(undefined);
    if (opened.kind !== 'open') throw new Error(opened.reason);
    let put = 0;
    const kept = shelvedEvents(opened.state);
    const shelf: CorrelationShelf = {
      ...kept,
      put(...cell) {
        put++;
        kept.put(...cell);
      },
    };
    const found = [newCorrelator(rules), newCorrelator(rules, NO_DERIVATIONS, shelf)].map((correlator) => {
      for (const [user, minute, v] of steps) {
        const record = { user, v };
        const time = (START + minute * MINUTE_MS) as Instant;
        for (const rule of rules.rules) correlator.addMatch(rule, apiCall({ id: recordId(`${user} ${minute}`), time, record }));
      }
      return correlator.findings();
    });
    expect(put).toBeGreaterThan(1_000);
    expect(found[1]).toEqual(found[0]);
    expect(found[1]).toHaveLength(count);
    opened.state.close();
  });
});
