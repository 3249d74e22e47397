// A document as the YAML that SSM takes and people read: scripts as blocks, nothing folded, keys in their order.
import { stringify } from 'yaml';
import type { AutomationDocument } from './document.ts';

export const documentText = (document: AutomationDocument): string =>
  stringify(document, { lineWidth: 0, blockQuote: 'literal', aliasDuplicateObjects: false });
