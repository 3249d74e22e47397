// A document as the YAML that SSM takes and people read: scripts as blocks, nothing folded, keys in their order. As YAML 1.1,
// in which yes and no are quoted, since a reader of either version must read the same.
import { stringify } from 'yaml';
import type { AutomationDocument } from './document.ts';

export const documentText = (document: AutomationDocument): string =>
  stringify(document, { version: '1.1', lineWidth: 0, blockQuote: 'literal', aliasDuplicateObjects: false });
