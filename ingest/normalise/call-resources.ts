// What an API call touched: the ARNs CloudTrail names, else what the request's own parameters name.
import { isObject, type Json, type JsonObject } from '../../detectors/model/json.ts';
import { servicePrefix } from './api-action.ts';

/** More than a person would read, and than any single call of real records names. */
const MOST_RESOURCES = 32;

/** The parameters by which services name the one thing a call is about, most telling first. */
const NAMING_PARAMETERS = [
  'functionName',
  'tableName',
  'secretId',
  'queueUrl',
  'topicArn',
  'streamName',
  'streamARN',
  'keyId',
  'roleArn',
  'roleName',
  'userName',
  'policyArn',
  'resourceArn',
  'arn',
  'stateMachineArn',
  'logGroupName',
  'parameterName',
  'eventBusName',
  'clusterName',
  'repositoryName',
  'dBInstanceIdentifier',
  'instanceId',
  'groupName',
  'name',
] as const;

const bucketResources = (parameters: JsonObject, bucket: string): string[] => {
  const key = parameters['key'];
  const arn = bucket.startsWith('arn:') ? bucket : `arn:aws:s3:::${bucket}`;
  return typeof key === 'string' && key !== '' ? [`${arn}/${key}`, arn] : [arn];
};

const named = (eventSource: string, parameters: JsonObject): string[] => {
  const bucket = parameters['bucketName'];
  if (typeof bucket === 'string' && bucket !== '') return bucketResources(parameters, bucket);
  for (const key of NAMING_PARAMETERS) {
    const value = parameters[key];
    if (typeof value === 'string' && value !== '') return [value.startsWith('arn:') ? value : `${servicePrefix(eventSource)}:${value}`];
  }
  return [];
};

export const callResources = (eventSource: string, resources: Json | undefined, parameters: Json | undefined): readonly string[] => {
  if (Array.isArray(resources) && resources.length > 0) {
    const found: string[] = [];
    for (let index = 0; index < resources.length && found.length < MOST_RESOURCES; index++) {
      const resource: Json = resources[index];
      if (!isObject(resource)) continue;
      const arn = resource['ARN'] ?? resource['arn'];
      if (typeof arn === 'string' && arn !== '') found.push(arn);
    }
    if (found.length > 0) return found;
  }
  return isObject(parameters) ? named(eventSource, parameters) : [];
};
