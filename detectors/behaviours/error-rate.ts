// More failed invocations than ever, and a larger share of all: somebody may be feeding the function what breaks it.
import type { Behaviour } from './behaviour.ts';
import { assessNumbers, type Watched } from './numeric.ts';

/** The share of failures that must be reached: below, more failures are only more traffic. */
const LEAST_SHARE = 0.2;

const WATCHED: readonly Watched[] = [
  {
    measure: 'errors',
    stakes: { low: 10, medium: 100, high: 1000 },
    told: ['errorClasses', 'clients'],
    judge: (scene, reading) => {
      const { value: runs = 0, mean = 0 } = scene.reading('invocations') ?? {};
      const usual = mean > 0 ? reading.mean / mean : 0;
      return runs > 0 && reading.value / runs >= Math.max(LEAST_SHARE, 2 * usual) ? 'milder' : 'normal';
    },
  },
];

export const errorRate: Behaviour = {
  id: 'error-rate',
  title: 'A function fails far more often than it usually does',
  description: 'Failed invocations and their share are above anything seen at this hour. Low by itself; it supports other findings.',
  category: 'injection',
  attacks: [{ tactic: 'TA0001', technique: 'T1190' }],
  falsePositives: ['A bug in a new version', 'An outage of a service the function calls', 'A malformed message in a queue, retried'],
  sas: ['SAS-1', 'SAS-10'],
  controls: ['NIST SI-4', 'NIST SI-11'],
  assess: (scene) =>
    assessNumbers(
      scene,
      'error-rate',
      WATCHED,
      (_, amount) => `Failures far above usual: ${amount} in 5 minutes`,
      (_, usualHigh) => `Up to about ${usualHigh} failures in 5 minutes at this hour, or a share of failures as before.`,
    ),
};
