// One batch of the findings' queue: its findings are told of together, and a tick among them once.
import { alert } from './alert.ts';
import type { AlertContext } from './alert-context.ts';
import { sendDigest } from './alert-digest.ts';
import { readFindingMessage } from './finding-message.ts';

export const alertMessages = async (bodies: readonly string[], context: AlertContext): Promise<void> => {
  const messages = bodies.map(readFindingMessage);
  await alert(
    messages.flatMap((message) => (message.kind === 'findings' ? message.found : [])),
    context,
  );
  if (messages.some(({ kind }) => kind === 'tick')) await sendDigest(context);
};
