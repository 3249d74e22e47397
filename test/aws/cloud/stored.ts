// What the functions have written down, read from the emulator's tables.
import { ScanCommand, type ScanCommandOutput } from '@aws-sdk/client-dynamodb';
import type { Finding } from '../../../detectors/model/finding.ts';
import type { FunctionId } from '../../../detectors/model/identity.ts';
import { underKnownNames } from '../../../infra/lambda/open-findings.ts';
import type { Cloud } from './cloud.ts';

export interface StoredItem {
  readonly pk: string;
  readonly sk: string;
  readonly body: string;
}

export const stored = async ({ clients }: Cloud, TableName: string): Promise<readonly StoredItem[]> => {
  const found: StoredItem[] = [];
  let start: ScanCommandOutput['LastEvaluatedKey'];
  do {
    const page: ScanCommandOutput = await clients.tables.send(
      new ScanCommand({ TableName, ...(start === undefined ? {} : { ExclusiveStartKey: start }) }),
    );
    const { Items = [], LastEvaluatedKey } = page;
    for (const { pk, sk, body } of Items) found.push({ pk: pk?.S ?? '', sk: sk?.S ?? '', body: body?.S ?? '' });
    start = LastEvaluatedKey;
  } while (start !== undefined);
  return found.sort((one, other) => (one.pk < other.pk || (one.pk === other.pk && one.sk < other.sk) ? -1 : 1));
};

/** Under the names that are known in the end, as alerts give them. */
export const keptFindings = async (cloud: Cloud): Promise<readonly Finding[]> => {
  const items = await stored(cloud, 'lapwing-findings');
  const names = (await stored(cloud, 'lapwing-baselines')).filter(({ pk }) => pk === 'names').map(({ sk }) => sk as FunctionId);
  const findings = items
    .filter(({ pk }) => pk.startsWith('finding|'))
    .map(({ body }) => (JSON.parse(body) as { readonly finding: Finding }).finding);
  return underKnownNames(findings, names);
};

/** Findings as one comparable thing. */
export const asText = (findings: readonly Finding[]): readonly string[] => findings.map((finding) => JSON.stringify(finding)).sort();
