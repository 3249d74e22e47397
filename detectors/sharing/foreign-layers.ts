// The accounts whose code layers a request puts into a function, other than its own and AWS's: `lapwing.foreignLayers`.
import { field, type Json, type JsonObject, textField } from '../model/json.ts';

const LAYER = /^arn:[^:]{1,20}:lambda:[^:]{1,40}:(\d{12}):layer:/;

/** Accounts from which AWS publishes layers, as its documentation names them: Lambda Insights, Powertools for Python, Powertools for TypeScript. */
const PUBLISHED_BY_AWS = new Set(['580247275435', '017000801446', '094274105915']);

/** A function has five layers at most; more in one request are refused. */
const MOST_LAYERS = 16;

/** Sorted. Each account is judged for itself: a layer of AWS beside it does not vouch for a stranger's. */
export const foreignLayers = (record: JsonObject): readonly string[] => {
  const layers = field(field(record, 'requestParameters'), 'layers');
  if (!Array.isArray(layers)) return [];
  const own = new Set([textField(field(record, 'userIdentity'), 'accountId'), textField(record, 'recipientAccountId')]);
  const accounts = (layers as readonly Json[])
    .slice(0, MOST_LAYERS)
    .map((layer) => LAYER.exec(typeof layer === 'string' ? layer : (textField(layer, 'arn') ?? ''))?.[1])
    .filter((account) => account !== undefined && !own.has(account) && !PUBLISHED_BY_AWS.has(account));
  return [...new Set(accounts)].filter((account) => account !== undefined).sort();
};
