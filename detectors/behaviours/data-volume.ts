// More data than this function ever moves, and not because it worked more: the mark of exfiltration through it.
import type { Behaviour } from './behaviour.ts';
import { assessNumbers, type Watched } from './numeric.ts';

const MB = 1_000_000;
/** 1 kB is a key or a page of text, less is no loss; 1 MB is a table of ten thousand customers; 50 MB in five minutes is no accident of one response. */
const STAKES = { low: 0.001 * MB, medium: MB, high: 50 * MB };

const watch = (measure: Watched['measure'], told: Watched['told']): Watched => ({
  measure,
  stakes: STAKES,
  joins: measure,
  firstCounts: true,
  told,
});

const WATCHED: readonly Watched[] = [
  watch('networkBytesOut', ['destinations']),
  watch('serviceBytesRead', ['resources', 'actions']),
  watch('responseBytes', ['clients']),
  watch('serviceBytesWritten', ['resources', 'destinations']),
];

export const dataVolume: Behaviour = {
  id: 'data-volume',
  title: 'A function moves far more data than it usually does',
  description: 'Bytes read from AWS services, sent over the network or returned to callers are above anything seen at this hour.',
  category: 'exfiltration',
  attacks: [
    { tactic: 'TA0010', technique: 'T1567' },
    { tactic: 'TA0009', technique: 'T1530' },
  ],
  falsePositives: [
    'A first full export or report that runs through the function',
    'A larger file than usual uploaded by a customer',
    'A cache that was emptied and is filled again',
  ],
  sas: ['SAS-4', 'SAS-5'],
  controls: ['NIST SI-4', 'NIST SC-7', 'PCI 10.4.1', 'HIPAA 164.312(b)'],
  assess: (scene) =>
    assessNumbers(
      scene,
      'data-volume',
      WATCHED,
      (id, amount) =>
        ({
          networkBytesOut: `${amount} sent over the network in 5 minutes, far above usual`,
          serviceBytesRead: `${amount} read from AWS services in 5 minutes, far above usual`,
          responseBytes: `${amount} returned to callers in 5 minutes, far above usual`,
          serviceBytesWritten: `${amount} written to AWS services in 5 minutes, far above usual`,
        })[id as 'responseBytes'] ?? `${amount} moved in 5 minutes, far above usual`,
      (_, usualHigh) => `Up to about ${usualHigh} in 5 minutes at this hour, or as much more work as more data.`,
    ),
};
