// What a document asks of AWS, read off its steps.
import type { AutomationDocument, Input, Step } from './document.ts';

export interface Call {
  readonly service: string;
  readonly api: string;
  /** Undefined for a call inside a script. */
  readonly inputs: { readonly [name: string]: Input } | undefined;
}

const CALLING = new Set<Step['action']>(['aws:executeAwsApi', 'aws:assertAwsResourceProperty', 'aws:waitForAwsResourceProperty']);

const IN_SCRIPT = /\bask\('([a-z0-9]+)', '([A-Za-z0-9]+)'/g;

const callsOfStep = ({ action, inputs }: Step): readonly Call[] => {
  if (CALLING.has(action)) return [{ service: String(inputs['Service']), api: String(inputs['Api']), inputs }];
  // Systems Manager sends the request for approval with the role of the automation.
  if (action === 'aws:approve') return [{ service: 'sns', api: 'Publish', inputs }];
  if (action !== 'aws:executeScript') return [];
  return [...String(inputs['Script']).matchAll(IN_SCRIPT)].map(([, service = '', api = '']) => ({ service, api, inputs: undefined }));
};

export const callsOf = (document: AutomationDocument): readonly Call[] => document.mainSteps.flatMap(callsOfStep);
