// Far more log than this function ever writes: paid for by the byte, and a way to bury what matters.
import type { Behaviour } from './behaviour.ts';
import { assessNumbers, type Watched } from './numeric.ts';

const MB = 1_000_000;

const WATCHED: readonly Watched[] = [
  {
    measure: 'logBytes',
    joins: 'logBytes',
    // 100 MB in five minutes is about 15 dollars a day of ingestion (us-east-1, 0.50 dollars a GB).
    stakes: { low: MB, medium: 100 * MB, high: 1000 * MB },
    told: ['errorClasses', 'invocationSamples'],
  },
];

export const logVolume: Behaviour = {
  id: 'log-volume',
  title: 'A function writes far more log than it usually does',
  description: 'Bytes logged in five minutes are above anything seen at this hour: log flooding, a debug switch, or an error loop.',
  category: 'denial-of-wallet',
  attacks: [{ tactic: 'TA0040', technique: 'T1499' }],
  falsePositives: ['Debug logging switched on for an investigation', 'An error loop that prints a stack trace a request'],
  sas: ['SAS-8', 'SAS-5'],
  controls: ['NIST AU-4', 'NIST SI-4'],
  assess: (scene) =>
    assessNumbers(
      scene,
      'log-volume',
      WATCHED,
      (_, amount) => `${amount} logged in 5 minutes, far above usual`,
      (_, usualHigh) => `Up to about ${usualHigh} of log in 5 minutes at this hour, or as much more work as more log.`,
    ),
};
