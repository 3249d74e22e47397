// A deployed function that does something for the first time is held against what its application is known to do.
import { expect, test } from 'vitest';
import { saveBaseline } from '../../detectors/baseline/baseline.ts';
import { partialState } from '../../detectors/model/partial.ts';
import { DEFAULT_SETTINGS } from '../../detectors/model/settings.ts';
import type { Instant } from '../../detectors/model/time.ts';
import { detectFunction } from '../../infra/lambda/detect-function.ts';
import { baselineKey, partialKey } from '../../infra/lambda/keys.ts';
import { add, type Extra, instantAt, Life, ordinary } from '../detectors/behaviours/function-life.ts';
import { noChaos } from './world/chaos.ts';
import { FakeTable } from './world/fake-table.ts';

const SECRET: Extra = { names: [['actions', 'secretsmanager:GetSecretValue']] };

const sentFor = async (peerNames: readonly string[]): Promise<string> => {
  const baselines = new FakeTable(noChaos);
  const partials = new FakeTable(noChaos);
  const peers = peerNames.map((name) => new Life(name).days(1, () => SECRET).baseline);
  const life = new Life('shop-orders').days(8);
  for (const baseline of [...peers, life.baseline])
    await baselines.putIf({ ...baselineKey(baseline.function), body: saveBaseline(baseline), version: 1, expires: undefined }, 0);
  const window = instantAt(life.window);
  const partial = add(ordinary(life.window), life.window, SECRET);
  const body = JSON.stringify(partialState(partial));
  await partials.putAll([{ ...partialKey(life.baseline.function, window, 'unit'), body, version: 0, expires: undefined }]);
  const sent: string[] = [];
  await detectFunction(
    { function: life.baseline.function, members: [life.baseline.function], peers: peers.map((peer) => peer.function), due: [] },
    {
      partials,
      baselines,
      findings: { send: async (messages) => void sent.push(...messages) },
      tally: { assessed: () => undefined, unreadable: () => undefined },
      settings: DEFAULT_SETTINGS,
      loaded: { rules: [], correlations: [], filters: [], problems: [] },
      graceMs: 0,
      settleMs: 0,
      now: (window + 3_600_000) as Instant,
    },
  );
  return sent.join('\n');
};

test('an action that two peers know is no news, one that a single peer knows is', async () => {
  expect(await sentFor(['shop-cart', 'shop-refunds'])).not.toContain('new-action');
  expect(await sentFor(['shop-cart'])).toContain('new-action');
});
