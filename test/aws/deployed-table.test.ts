// The table port over a real client and an emulated DynamoDB: the promises that the table in memory makes too.
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { beforeAll, expect, inject, test } from 'vitest';
import { dynamoTable } from '../../infra/state/dynamo-table.ts';
import type { Item } from '../../infra/state/table.ts';
import { updateItem } from '../../infra/state/update-item.ts';
import { noChaos } from '../infra/world/chaos.ts';
import { FakeTable } from '../infra/world/fake-table.ts';

const client = new DynamoDBClient({
  endpoint: inject('motoEndpoint'),
  region: 'eu-west-1',
  credentials: { accessKeyId: 'testing', secretAccessKey: 'testing' },
});

beforeAll(async () => {
  await client.send(
    new CreateTableCommand({
      TableName: 'contract',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
      ],
    }),
  );
});

const item = (sk: string, body: string, version = 0, pk = 'one'): Item => ({ pk, sk, body, version, expires: 1_772_409_600_000 });

test.for([
  ['DynamoDB', () => dynamoTable(client, 'contract')],
  ['memory', () => new FakeTable(noChaos)],
] as const)('%s', async ([, open]) => {
  const table = open();
  expect(await table.get({ pk: 'one', sk: 'a' })).toBeUndefined();

  // More than one batch, and one key twice: the last stays.
  await table.putAll([...Array.from({ length: 60 }, (_, place) => item(String(place).padStart(3, '0'), 'first')), item('007', 'again')]);
  expect(await table.get({ pk: 'one', sk: '007' })).toEqual(item('007', 'again'));
  const sks = async (from: string, to: string, limit: number) => (await table.query('one', from, to, limit)).map(({ sk }) => sk);
  expect(await sks('010', '013', 100)).toEqual(['010', '011', '012']);
  expect(await sks('010', '060', 3)).toEqual(['010', '011', '012']);
  expect(await sks(' ', '~', 100)).toHaveLength(60);
  expect(await table.query('other', ' ', '~', 100)).toEqual([]);

  // Conditions: the first of two writers wins.
  expect(await table.putIf(item('v', 'one', 1), 0)).toBe(true);
  expect(await table.putIf(item('v', 'two', 1), 0)).toBe(false);
  expect(await table.putIf(item('v', 'two', 2), 1)).toBe(true);
  expect(await table.putIf(item('v', 'three', 2), 1)).toBe(false);
  expect((await table.get({ pk: 'one', sk: 'v' }))?.body).toBe('two');

  await table.deleteIf({ pk: 'one', sk: 'v' }, 'one');
  expect(await table.get({ pk: 'one', sk: 'v' })).toBeDefined();
  await table.deleteIf({ pk: 'one', sk: 'v' }, 'two');
  expect(await table.get({ pk: 'one', sk: 'v' })).toBeUndefined();
  await table.deleteIf({ pk: 'one', sk: 'v' }, 'two');

  // Twenty at once, and no addition lost.
  const add = () => updateItem(table, { pk: 'sum', sk: '-' }, (before) => ({ body: String(Number(before ?? 0) + 1), expires: undefined }));
  for (let round = 0; round < 4; round++) await Promise.all(Array.from({ length: 5 }, add));
  expect(await table.get({ pk: 'sum', sk: '-' })).toEqual({ pk: 'sum', sk: '-', body: '20', version: 20, expires: undefined });
});
