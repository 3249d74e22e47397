// Whose partial an activity goes to that names no function: its account's own.
import type { Activity } from '../../detectors/model/activity.ts';
import { type FunctionId, functionId } from '../../detectors/model/identity.ts';
import type { JsonObject } from '../../detectors/model/json.ts';

const text = (record: JsonObject, ...names: readonly string[]): string => {
  for (const name of names) {
    const value = record[name];
    if (typeof value === 'string' && value !== '' && value !== '-') return value;
  }
  return '';
};

/** The names that the services' own records give account and region. */
export const accountOf = (activity: Activity): FunctionId =>
  functionId({
    account: text(activity.record, 'account-id', 'account_id', 'accountId', 'recipientAccountId', 'owner'),
    region: text(activity.record, 'region', 'awsRegion'),
    name: '',
  });
