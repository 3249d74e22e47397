// Whether a request lets everybody in: `lapwing.openPrincipal`.
import type { JsonObject } from '../model/json.ts';
import { grantsOf } from './grant.ts';

export const openPrincipal = (record: JsonObject): readonly string[] =>
  grantsOf(record).some(({ principal, isNarrowed }) => principal === '*' && !isNarrowed) ? ['true'] : [];
