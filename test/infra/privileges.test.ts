// Each function may do to each table what it does, and nothing else: what it did in a play, against the template.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { expect, test } from 'vitest';
import { ruleSet } from '../../detectors/aws/rule-set.ts';
import { DEFAULT_SETTINGS } from '../../detectors/model/settings.ts';
import type { Instant } from '../../detectors/model/time.ts';
import { Lapwing } from '../../infra/lapwing.ts';
import { deployed } from '../../infra/stack/files.ts';
import { START_MS } from '../simulator/read-account.ts';
import { smallAccount } from '../simulator/small-account.ts';
import { noChaos } from './world/chaos.ts';
import { playInOrder } from './world/play.ts';
import { eventOf, sourcesOf } from './world/sources.ts';
import { World } from './world/world.ts';

/** What dynamo-table.ts asks of DynamoDB for each of the port's operations. */
const ACTIONS = new Map([
  ['get', 'dynamodb:GetItem'],
  ['query', 'dynamodb:Query'],
  ['putAll', 'dynamodb:BatchWriteItem'],
  ['putIf', 'dynamodb:PutItem'],
  ['deleteIf', 'dynamodb:DeleteItem'],
]);

/** A sequence that a behaviour is part of: the detector then writes what only ingest writes else. */
const SEQUENCE = `title: A behaviour
id: 0b7e7b6e-0f52-4c1e-9d5c-3f6a5b1c2d4e
name: one-behaviour
status: test
level: low
tags: [attack.credential-access, attack.t1552.005]
correlation:
  type: event_count
  rules: [credentials-elsewhere]
  group-by: [lapwing.function]
  timespan: 10m
  condition: {gte: 1}
falsepositives: [none]
`;

interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}

const granted = (): readonly string[] => {
  const stack = new Stack(new App(), 'Lapwing');
  new Lapwing(stack, 'Lapwing', { email: 'team@example.org' });
  const policies = Object.entries(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
  return policies.flatMap(([id, policy]) => {
    const { Statement } = policy['Properties'].PolicyDocument as { readonly Statement: readonly Statement[] };
    const actor = /(Ingest|Detect|Alert)Role/.exec(id)?.[1]?.toLowerCase();
    return Statement.flatMap(({ Action, Resource }) => {
      const table = /State(Partials|Baselines|Findings)/.exec(JSON.stringify(Resource))?.[1]?.toLowerCase();
      return table === undefined ? [] : [Action].flat().map((action) => `${actor} ${table} ${action}`);
    });
  });
};

const sourceTime = (milliseconds: number): string => new Date(milliseconds).toISOString();

test('tables', { timeout: 120_000 }, async () => {
  const settings = { ...DEFAULT_SETTINGS, learningDays: 0.02 };
  const folder = mkdtempSync(join(tmpdir(), 'lapwing-rules-'));
  writeFileSync(join(folder, 'one-behaviour.yml'), SEQUENCE);
  const all = ruleSet(settings, [folder], { now: START_MS as Instant });
  expect(all.loaded.problems).toEqual([]);
  const world = new World({ ...all, loaded: deployed(all.loaded) }, settings, noChaos);
  const attack = { function: 'front', startMs: START_MS + 70 * 60_000, minutes: 10 };
  const incidents = [
    { kind: 'stolen-credentials' as const, ...attack },
    { kind: 'injection' as const, attempts: 90, ...attack },
  ];
  const sources = sourcesOf(smallAccount({ days: 2 / 24, incidents }), false);
  await playInOrder(world, sources);
  // And one message again, long after it was learned.
  const [again] = sources.parcels.filter(({ by }) => by === 'invocation').slice(3);
  await world.deliver(eventOf(again === undefined ? [] : [again]), []);
  await world.detect();
  // And a finding that a channel did not take at first.
  const owed = { ...[...world.kept().values()].find(({ severity }) => severity === 'high'), id: 'owed', time: sourceTime(world.nowMs) };
  world.down.add('event');
  await world.alert([JSON.stringify([{ revision: 1, finding: owed }])]);
  world.down.clear();
  await world.alert([JSON.stringify({ kind: 'tick' })]);
  expect([...world.kept().values()].map(({ detector }) => detector)).toContain('one-behaviour');
  const done = (['partials', 'baselines', 'findings'] as const).flatMap((table) =>
    [...world[table].used].map((each) => {
      const [actor = '', operation = ''] = each.split(' ');
      return `${actor} ${table} ${ACTIONS.get(operation)}`;
    }),
  );
  expect([...granted()].sort()).toEqual(done.sort());
});
