// More work than this function ever does: somebody else's requests are being paid for (denial of wallet), or a loop runs.
import type { Behaviour } from './behaviour.ts';
import { assessNumbers, type Watched } from './numeric.ts';

const GB_SECONDS = 1024 * 1000;

const WATCHED: readonly Watched[] = [
  // A hundred invocations more in five minutes cost a fraction of a cent; below that nobody should be woken.
  { measure: 'invocations', joins: 'invocations', stakes: { low: 1, medium: 100, high: 3000 }, told: ['callers', 'clients'] },
  // 100 GB-s are about 0.2 cents (us-east-1, x86): a day of windows like that is half a dollar.
  {
    measure: 'cost',
    joins: 'cost',
    stakes: { low: 20 * GB_SECONDS, medium: 100 * GB_SECONDS, high: 3000 * GB_SECONDS },
    told: ['callers', 'clients'],
  },
  { measure: 'initialisations', stakes: { low: 20, medium: 100, high: 1000 }, told: ['callers', 'clients'] },
  { measure: 'timeouts', stakes: { low: 5, medium: 50, high: 500 }, told: ['errorClasses', 'callers'] },
];

export const invocationRate: Behaviour = {
  id: 'invocation-rate',
  title: 'A function runs far more than it usually does',
  description: 'Invocations, billed memory time, cold starts or timeouts of one function are above anything it did at this hour.',
  category: 'denial-of-wallet',
  attacks: [
    { tactic: 'TA0040', technique: 'T1499.003' },
    { tactic: 'TA0040', technique: 'T1496' },
  ],
  falsePositives: [
    'A campaign, a sale or a backfill that sends more real traffic',
    'A queue that was held back and is now worked off',
    'A load test',
  ],
  sas: ['SAS-8', 'SAS-9'],
  controls: ['NIST SI-4', 'NIST SC-5', 'PCI 10.4.1'],
  assess: (scene) =>
    assessNumbers(
      scene,
      'invocation-rate',
      WATCHED,
      (id, amount) =>
        id === 'cost'
          ? `Billed memory time far above usual: ${amount} in 5 minutes`
          : id === 'timeouts'
            ? `Timeouts far above usual: ${amount} in 5 minutes`
            : id === 'initialisations'
              ? `Cold starts far above usual: ${amount} in 5 minutes`
              : `Invocations far above usual: ${amount} in 5 minutes`,
      (_, usualHigh) => `Up to about ${usualHigh} in 5 minutes at this hour, or a rise seen before in the same measure.`,
    ),
};
