// lapwing cost, as a program calls it.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeSimulation } from '../../cli/write-simulation.ts';
import { smallAccount } from '../simulator/small-account.ts';
import { runLapwing } from './run-lapwing.ts';

interface Answer {
  readonly region: string;
  readonly total: number;
  readonly measuredDays: number | null;
  readonly volumes: Readonly<Record<string, number>>;
  readonly lines: readonly { readonly service: string; readonly usd: number; readonly source: string }[];
  readonly alternatives: readonly { readonly service: string }[];
  readonly unpriced: readonly string[];
}

const folder = mkdtempSync(join(tmpdir(), 'lapwing-cost-'));
const ask = (...args: readonly string[]): Answer => JSON.parse(runLapwing(folder, 'cost', '--format', 'json', ...args).stdout) as Answer;

test('without logs or volumes it prices an account at rest', () => {
  const { status, stdout } = runLapwing(folder, 'cost');
  expect(status).toBe(0);
  expect(stdout).toMatch(/^A month, as given: 10 functions/);
  expect(Number(/^all +([0-9.]+)$/m.exec(stdout)?.[1])).toBeLessThan(5);
  expect(stdout).toContain('Not priced: GuardDuty Lambda Protection');
});

test('volumes that are given are priced, and each line names its source', () => {
  const { region, total, measuredDays, volumes, lines, alternatives } = ask(
    '--functions',
    '50',
    '--invocations',
    '1e6',
    '--trail-events',
    '2e6',
    '--stream',
  );
  expect([region, measuredDays]).toEqual(['us-east-1', null]);
  expect(volumes).toMatchObject({ functions: 50, invocations: 1e6, trailEvents: 2e6 });
  expect(lines.reduce((sum, { usd }) => sum + usd, 0)).toBeCloseTo(total);
  expect(lines.map(({ service }) => service)).toContain('Kinesis');
  for (const { source } of lines) expect(source).toContain('https://aws.amazon.com/');
  expect(alternatives.map(({ service }) => service)).toContain('GuardDuty');
});

test('logs are measured, and brought to a month', () => {
  const logs = join(folder, 'logs');
  writeSimulation(logs, smallAccount({ days: 1 }), () => undefined);
  const { measuredDays, volumes } = ask(logs);
  expect(measuredDays).toBeGreaterThan(0.9);
  expect(measuredDays).toBeLessThan(1.1);
  expect(volumes['functions']).toBeGreaterThanOrEqual(3);
  // Twenty an hour of `front`, and what it calls.
  expect(volumes['invocations']).toBeGreaterThan(20 * 730 * 0.8);
  expect(volumes['trailEvents']).toBeGreaterThan(0);
  expect(volumes['logGb']).toBeGreaterThan(0);
  // What is given beats what was measured.
  expect(ask(logs, '--functions', '7').volumes['functions']).toBe(7);
});

test('a volume that is none is refused', () => {
  expect(runLapwing(folder, 'cost', '--functions', 'many').status).toBe(2);
  expect(runLapwing(folder, 'cost', '--invocations', '-1').status).toBe(2);
  expect(runLapwing(folder, 'cost', join(folder, 'nothing-here')).status).toBe(2);
});
