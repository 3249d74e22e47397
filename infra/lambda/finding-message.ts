// Findings on their way through the queue: packed, since the reader's pace is counted in messages.
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

/** Only for what `packFindings` wrote: nobody else may send to the queue. */
export const unpackFindings = (message: string): readonly Revised[] => JSON.parse(message) as readonly Revised[];
