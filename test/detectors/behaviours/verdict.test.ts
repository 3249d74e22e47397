import { expect, test } from 'vitest';
import { loadBaseline, saveBaseline } from '../../../detectors/baseline/baseline.ts';
import { usedByPeers } from '../../../detectors/behaviours/peers.ts';
import { applyVerdict } from '../../../detectors/behaviours/verdict.ts';
import type { Finding } from '../../../detectors/model/finding.ts';
import type { Extra } from './function-life.ts';
import { add, CONTEXT, Life, ordinary } from './function-life.ts';

const CASES: readonly (readonly [detector: string, extra: Extra])[] = [
  ['data-volume', { sums: { networkBytesOut: 30_000_000 } }],
  ['log-volume', { sums: { logBytes: 5_000_000 } }],
  ['new-action', { names: [['actions', 'iam:CreateUser']] }],
  ['new-destination', { names: [['destinations', '198.51.100.7', 5_000_000]] }],
  ['credentials-elsewhere', { names: [['credentialSources', 'ip:198.51.100.7']] }],
];

const found = (life: Life, detector: string): Finding => {
  const finding = life.of(detector)[0];
  if (finding === undefined) throw new Error(`${detector} found nothing`);
  return finding;
};

const disturbed = (extra: Extra): Life => {
  const life = new Life().days(10);
  life.findings.clear();
  life.live(add(ordinary(life.window), life.window, extra));
  return life;
};

const again = (life: Life, extra: Extra): Life => {
  life.findings.clear();
  life.days(1);
  life.live(add(ordinary(life.window), life.window, extra));
  return life;
};

test.each(CASES)('%s: what a person called benign does not alert again, and is kept with the memory', (detector, extra) => {
  const life = disturbed(extra);
  applyVerdict(life.baseline, found(life, detector), 'benign');
  const loaded = loadBaseline(saveBaseline(life.baseline));
  if (loaded.kind !== 'baseline') throw new Error(loaded.reason);
  const kept = Object.assign(new Life(), { baseline: loaded.baseline, window: life.window });
  expect(again(life, extra).of(detector)).toEqual([]);
  expect(again(kept, extra).of(detector)).toEqual([]);
  expect(saveBaseline(kept.baseline)).toBe(saveBaseline(life.baseline));
});

test.each(CASES)('%s: what a person called malicious alerts again, however often it came', (detector, extra) => {
  const life = disturbed(extra);
  for (let round = 0; round < 3; round++) {
    applyVerdict(life.baseline, found(life, detector), 'malicious');
    again(life, extra);
  }
  expect(life.of(detector).length).toBe(1);
});

test('what a person called benign does not excuse twice as much', () => {
  const life = disturbed({ sums: { networkBytesOut: 30_000_000 } });
  applyVerdict(life.baseline, found(life, 'data-volume'), 'benign');
  expect(again(life, { sums: { networkBytesOut: 90_000_000 } }).of('data-volume').length).toBe(1);
});

test('an action that two peers of the application use is no news, one that a single peer or a stranger uses is', () => {
  const extra: Extra = {
    names: [
      ['actions', 'kms:Decrypt'],
      ['actions', 'secretsmanager:GetSecretValue'],
    ],
  };
  const uses = (name: string): Life => new Life(name).days(1, () => extra);
  const peers = [uses('shop-one'), uses('shop-two'), uses('other-one')].map(({ baseline }) => ({ function: baseline.function, baseline }));
  const told = (known: typeof peers): number => {
    const life = new Life('shop-orders').days(8);
    life.findings.clear();
    life.live(add(ordinary(life.window), life.window, extra), { ...CONTEXT, usedByPeers: usedByPeers(life.baseline.function, known) });
    return life.of('new-action').length;
  };
  expect(told(peers)).toBe(0);
  expect(told(peers.slice(1))).toBe(1);
});
