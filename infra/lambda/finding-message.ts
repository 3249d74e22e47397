// What the findings' queue carries: findings, packed, since the reader's pace is counted in messages; and a tick of the clock.
import type { Revised } from '../../detectors/aws/assess-pending.ts';

/** SQS takes 1 MiB, Lambda ten messages of it at once within its 6 MB. */
const MESSAGE_CHARACTERS = 128 * 1024;

export const packFindings = (found: readonly Revised[]): readonly string[] => {
  const messages: string[] = [];
  let open: string[] = [];
  let length = 0;
  for (const each of found) {
    const text = JSON.stringify(each);
    if (open.length > 0 && length + text.length > MESSAGE_CHARACTERS) {
      messages.push(`[${open.join(',')}]`);
      open = [];
      length = 0;
    }
    open.push(text);
    length += text.length;
  }
  if (open.length > 0) messages.push(`[${open.join(',')}]`);
  return messages;
};

/** What the schedule sends: with it what is owed is told again, and the digest when its time has come. */
export const TICK = 'tick';

export type FindingMessage = { readonly kind: 'findings'; readonly found: readonly Revised[] } | { readonly kind: typeof TICK };

/** Only for what `packFindings` and the schedule wrote: nobody else may send to the queue. */
export const readFindingMessage = (message: string): FindingMessage => {
  const value = JSON.parse(message) as readonly Revised[] | { readonly kind: typeof TICK };
  return 'kind' in value ? { kind: TICK } : { kind: 'findings', found: value };
};
