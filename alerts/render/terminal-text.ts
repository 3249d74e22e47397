// What may be printed in a terminal of a text that came from records: without secrets, and inert.
import { redact } from '../redact/redact.ts';
import { inTerminal } from './inert.ts';

export const terminalText = (text: string): string => inTerminal(redact(text));
