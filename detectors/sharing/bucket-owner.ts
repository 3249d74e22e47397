// Whose bucket an S3 call writes to.
import { field, type Json, type JsonObject, textField } from '../model/json.ts';

/** Undefined when the record does not tell: S3 adds resources with their accounts to data events. */
export const bucketOwner = (record: JsonObject): string | undefined => {
  const bucket = textField(field(record, 'requestParameters'), 'bucketName');
  const resources = field(record, 'resources');
  if (bucket === undefined || !Array.isArray(resources)) return undefined;
  const found = (resources as readonly Json[]).find((resource) => textField(resource, 'ARN')?.endsWith(`:::${bucket}`) === true);
  return textField(found, 'accountId');
};
