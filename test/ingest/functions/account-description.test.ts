// What an account says of its functions: read page after page, and understood as the AWS CLI prints it.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { expect, onTestFinished, test } from 'vitest';
import type { Json } from '../../../detectors/model/json.ts';
import { listFunctions } from '../../../ingest/aws/list-functions.ts';
import { accountDescription } from '../../../ingest/functions/account-description.ts';
import { candidatesOf } from '../../../ingest/functions/candidates.ts';
import { newNetworkMap } from '../../../ingest/functions/network-map.ts';

const arn = (name: string): string => `arn:aws:lambda:eu-west-1:111122223333:function:${name}`;
const told = (name: string, subnets: readonly string[]): object => ({
  FunctionName: name,
  FunctionArn: arn(name),
  Role: `arn:aws:iam::111122223333:role/${name}`,
  Environment: { Variables: { PASSWORD: 'not to be written down' } },
  VpcConfig: { SubnetIds: subnets, SecurityGroupIds: ['sg-1'], VpcId: 'vpc-1' },
  LoggingConfig: { LogFormat: 'JSON', LogGroup: `/shop/${name}` },
});

/** Answers page by page; the first request of all is throttled. */
const serve = async (pages: readonly (readonly object[])[], status = 200): Promise<{ client: LambdaClient; asked: string[] }> => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const failing = status !== 200 || asked.length === 1;
    const page = Number(new URL(request.url ?? '', 'http://localhost').searchParams.get('Marker') ?? 0);
    response.writeHead(status !== 200 ? status : failing ? 429 : 200, {
      'content-type': 'application/json',
      ...(failing ? { 'x-amzn-errortype': status === 200 ? 'TooManyRequestsException' : 'AccessDeniedException' } : {}),
    });
    response.end(
      JSON.stringify(
        failing ? { message: 'no' } : { Functions: pages[page], ...(page + 1 < pages.length ? { NextMarker: String(page + 1) } : {}) },
      ),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = new LambdaClient({
    endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'AKIA', secretAccessKey: 'x' },
    maxAttempts: 3,
  });
  return { client, asked };
};

test('functions come page after page, a throttled page again, and without what is secret', async () => {
  const { client, asked } = await serve([[told('orders', ['subnet-1'])], [told('billing', ['subnet-1']), told('mailer', [])]]);
  const listed = await listFunctions(client);
  expect(asked).toHaveLength(3);
  expect(listed).toMatchObject({
    kind: 'functions',
    functions: [
      { FunctionArn: arn('orders'), VpcConfig: { SubnetIds: ['subnet-1'] }, LoggingConfig: { LogGroup: '/shop/orders' } },
      { FunctionArn: arn('billing') },
      { FunctionArn: arn('mailer') },
    ],
  });
  expect(JSON.stringify(listed)).not.toContain('PASSWORD');
});

test('a refusal is told with the permission that is missing', async () => {
  const { client } = await serve([], 403);
  expect(await listFunctions(client)).toMatchObject({ kind: 'failed', reason: expect.stringContaining('lambda:ListFunctions') });
});

test('functions and interfaces of an account tell who shares an interface', () => {
  const map = newNetworkMap();
  const functions = accountDescription({
    Functions: [told('orders', ['subnet-1']), told('billing', ['subnet-1']), told('mailer', [])],
  } as unknown as Json);
  const interfaces = accountDescription({
    NetworkInterfaces: [
      {
        NetworkInterfaceId: 'eni-1',
        SubnetId: 'subnet-1',
        Description: 'AWS Lambda VPC ENI-orders-5b0c2a6e-17d4-4c39-9f11-3a5d2b1c0e4f',
        Groups: [{ GroupId: 'sg-1' }],
      },
      { NetworkInterfaceId: 'eni-2', SubnetId: 'subnet-1', Description: 'a machine', Groups: [{ GroupId: 'sg-1' }] },
    ],
  });
  for (const known of interfaces?.interfaces ?? []) map.addInterface(known);
  for (const known of functions?.functions ?? []) map.add(known);
  expect(candidatesOf(map, 'eni-1', new Map()).map(({ name }) => name)).toEqual(['billing', 'orders']);
  expect(candidatesOf(map, 'eni-2', new Map())).toEqual([]);
});

test.for<readonly [Json]>([[{}], [[]], ['Functions'], [{ Functions: 'orders' }], [null]])('%j is no description', ([value]) => {
  expect(accountDescription(value)).toBeUndefined();
});

test('what is odd in a description is passed over', () => {
  const odd = {
    Functions: [null, 1, {}, { FunctionArn: arn('orders') }, { FunctionName: 'x', VpcConfig: { SubnetIds: 'a' } }],
    NetworkInterfaces: [null, {}],
  };
  expect(accountDescription(odd as unknown as Json)).toEqual({ functions: [], interfaces: [] });
});
