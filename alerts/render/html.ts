// HTML that is safe by construction: every value put into the template is redacted and escaped unless it is markup already.
import { redact } from '../redact/redact.ts';
import { inHtml } from './inert.ts';

/** Made by the template below only. */
export interface Markup {
  readonly markup: string;
}

type Part = string | number | Markup | readonly Markup[];

const rendered = (part: Part): string => {
  if (typeof part === 'string') return inHtml(redact(part));
  if (typeof part === 'number') return String(part);
  return 'markup' in part ? part.markup : part.map((each) => each.markup).join('');
};

/** Attributes must be quoted in the template; a value can then not leave them. */
export const html = (texts: TemplateStringsArray, ...parts: readonly Part[]): Markup => ({
  markup: texts.map((text, place) => text + (place < parts.length ? rendered(parts[place] ?? '') : '')).join(''),
});

export const NOTHING: Markup = { markup: '' };
