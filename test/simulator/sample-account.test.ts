// The demonstration's account: small enough to show, ordinary for nine days, and true to the story it tells.
import { describe, expect, it } from 'vitest';
import { sampleAccount, sampleIncident } from '../../cli/simulator/sample-account.ts';
import { simulate } from '../../cli/simulator/simulate.ts';
import { readAccount, START_MS } from './read-account.ts';

const account = readAccount(simulate(sampleAccount(1)));
const byAttacker = account.trail.filter((record) => record.sourceIPAddress === sampleIncident.attackerAddress);
const partOf = (timeMs: number) =>
  sampleIncident.parts.find(({ startMs, endMs }) => timeMs >= startMs - 1000 && timeMs <= endMs + 1000)?.category;

describe('the sample account', () => {
  it('is at most 250,000 records and 60 MB', () => {
    expect(account.log.length + account.trail.length + account.flows.length).toBeLessThan(250_000);
    expect(account.files.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThan(60_000_000);
  });

  it('runs every one of its functions', () => {
    for (const { name } of sampleAccount(1).functions) expect(account.log.some(({ group }) => group === `/aws/lambda/${name}`)).toBe(true);
  });

  it('lasts ten days from Monday, and is attacked on the last', () => {
    const times = account.log.map(({ timestamp }) => timestamp);
    expect(times.reduce((least, time) => Math.min(least, time))).toBeGreaterThanOrEqual(START_MS);
    expect(times.reduce((most, time) => Math.max(most, time))).toBeGreaterThan(START_MS + 9.9 * 86_400_000);
    expect(new Date(sampleIncident.startMs).toISOString()).toBe('2026-03-11T10:14:00.000Z');
  });

  it('holds all parts of the incident, in their order and time', () => {
    const categories = sampleIncident.parts.map(({ category }) => category);
    expect(categories).toEqual(['injection', 'credential-access', 'escalation', 'exfiltration']);
    const seen = new Set(byAttacker.map((record) => partOf(Date.parse(record.eventTime))));
    expect(seen).toEqual(new Set(['credential-access', 'escalation', 'exfiltration']));
    const requests = account.log
      .filter(({ group }) => group === '/aws/apigateway/shop-prod')
      .map(({ message }) => JSON.parse(message))
      .filter((line) => line.ip === sampleIncident.attackerAddress && line.userAgent.startsWith('python-httpx'));
    expect(requests.length).toBeGreaterThan(60);
    for (const line of requests) expect(partOf(Number(line.requestTimeEpoch))).toBe('injection');
  });

  it('holds no part of it before', () => {
    expect(byAttacker.every((record) => Date.parse(record.eventTime) >= sampleIncident.startMs)).toBe(true);
    expect(byAttacker.reduce((sum, record) => sum + (record.additionalEventData?.bytesTransferredOut ?? 0), 0)).toBeGreaterThan(5e9);
  });

  it('has the look-alikes of an ordinary account on its ordinary days', () => {
    const before = account.trail.filter((record) => Date.parse(record.eventTime) < sampleIncident.startMs);
    const named = (name: string) => before.filter((record) => record.eventName === name);
    expect(named('ListBuckets').length).toBeGreaterThan(0);
    expect(named('AttachRolePolicy').some((record) => record.userAgent.includes('Terraform'))).toBe(true);
    expect(named('UpdateFunctionCode20150331v2').length).toBeGreaterThan(1);
    expect(named('PutObject').some((record) => record.requestParameters.bucketName === 'shop-search-index')).toBe(true);
    expect(before.some((record) => record.errorCode === 'NoSuchBucketPolicy')).toBe(true);
    expect(before.some((record) => /AccessDenied/.test(record.errorCode ?? ''))).toBe(true);
    expect(before.some((record) => /Throttling|RequestLimitExceeded|SlowDown/.test(record.errorCode ?? ''))).toBe(true);
    const paths = account.log.filter(({ group }) => group === '/aws/apigateway/shop-prod').map(({ message }) => JSON.parse(message));
    expect(paths.filter(({ routeKey, status }) => routeKey === '-' && status === '404').length).toBeGreaterThan(100);
  });

  it('has timeouts, errors with their class, and cold starts', () => {
    const messages = account.log.map(({ message }) => message);
    expect(messages.some((message) => message.includes('Task timed out after 3.00 seconds'))).toBe(true);
    expect(messages.some((message) => message.includes('Status: timeout'))).toBe(true);
    expect(messages.some((message) => message.includes('"errorType":"TypeError"'))).toBe(true);
    expect(messages.some((message) => message.includes('Traceback (most recent call last)'))).toBe(true);
    expect(messages.some((message) => message.includes('Init Duration'))).toBe(true);
  });
});
