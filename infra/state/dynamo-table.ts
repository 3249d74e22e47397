// The table port over DynamoDB: pk and sk as keys, body and version as attributes, `ttl` in seconds as DynamoDB wants it.
import {
  type AttributeValue,
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandOutput,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import { pause } from './pause.ts';
import type { Item, Key, Table } from './table.ts';

type Attributes = Record<string, AttributeValue>;

/** BatchWriteItem takes no more. */
const BATCH = 25;
/** Throttled writes come back as unprocessed; after so many rounds the work goes back to its source. */
const MOST_ROUNDS = 8;
const FIRST_PAUSE_MS = 50;

const keyOf = ({ pk, sk }: Key): Attributes => ({ pk: { S: pk }, sk: { S: sk } });

const attributesOf = (item: Item): Attributes => ({
  ...keyOf(item),
  body: { S: item.body },
  version: { N: String(item.version) },
  ...(item.expires === undefined ? {} : { ttl: { N: String(Math.ceil(item.expires / 1000)) } }),
});

const itemOf = (attributes: Attributes): Item => ({
  pk: attributes['pk']?.S ?? '',
  sk: attributes['sk']?.S ?? '',
  body: attributes['body']?.S ?? '',
  version: Number(attributes['version']?.N ?? 0),
  expires: attributes['ttl']?.N === undefined ? undefined : Number(attributes['ttl'].N) * 1000,
});

const unlessConflict = async (work: Promise<unknown>): Promise<boolean> => {
  try {
    await work;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
};

export const dynamoTable = (client: DynamoDBClient, name: string): Table => {
  const writeBatch = async (requests: readonly WriteRequest[]): Promise<void> => {
    let waiting = requests;
    for (let round = 0; waiting.length > 0; round++) {
      if (round === MOST_ROUNDS) throw new Error(`${name} left ${waiting.length} writes unprocessed`);
      // Full jitter: writers that were throttled together do not come back together.
      if (round > 0) await pause(Math.random() * FIRST_PAUSE_MS * 2 ** round);
      const { UnprocessedItems } = await client.send(new BatchWriteItemCommand({ RequestItems: { [name]: [...waiting] } }));
      waiting = UnprocessedItems?.[name] ?? [];
    }
  };

  return {
    async get(key) {
      const { Item: found } = await client.send(new GetItemCommand({ TableName: name, Key: keyOf(key), ConsistentRead: true }));
      return found === undefined ? undefined : itemOf(found);
    },
    async query(pk, from, to, limit) {
      const found: Item[] = [];
      let start: Attributes | undefined;
      do {
        const page: QueryCommandOutput = await client.send(
          new QueryCommand({
            TableName: name,
            ConsistentRead: true,
            KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
            ExpressionAttributeValues: { ':pk': { S: pk }, ':from': { S: from }, ':to': { S: to } },
            Limit: limit - found.length + 1,
            ...(start === undefined ? {} : { ExclusiveStartKey: start }),
          }),
        );
        found.push(...(page.Items ?? []).map(itemOf).filter((item) => item.sk !== to));
        start = page.LastEvaluatedKey;
      } while (start !== undefined && found.length < limit);
      return found.slice(0, limit);
    },
    async putAll(items) {
      // BatchWriteItem refuses the same key twice in one call.
      const unique = [...new Map(items.map((item) => [`${item.pk}\n${item.sk}`, item])).values()];
      for (let at = 0; at < unique.length; at += BATCH)
        await writeBatch(unique.slice(at, at + BATCH).map((item) => ({ PutRequest: { Item: attributesOf(item) } })));
    },
    putIf: (item, expected) =>
      unlessConflict(
        client.send(
          new PutItemCommand({
            TableName: name,
            Item: attributesOf(item),
            ...(expected === 0
              ? { ConditionExpression: 'attribute_not_exists(pk)' }
              : { ConditionExpression: 'version = :version', ExpressionAttributeValues: { ':version': { N: String(expected) } } }),
          }),
        ),
      ),
    async deleteIf(key, body) {
      await unlessConflict(
        client.send(
          new DeleteItemCommand({
            TableName: name,
            Key: keyOf(key),
            ConditionExpression: 'body = :body',
            ExpressionAttributeValues: { ':body': { S: body } },
          }),
        ),
      );
    },
  };
};
