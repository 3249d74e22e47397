import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { readItems } from '../../../ingest/aws/open-bytes.ts';

const LINES = Array.from({ length: 1000 }, (_, number) => `line ${number}`);
const TEXT = `${LINES.join('\n')}\n`;

const read = async (chunks: readonly Buffer[]): Promise<{ items: string[]; broken: string[] }> => {
  const items: string[] = [];
  const broken: string[] = [];
  const stream = (async function* (): AsyncGenerator<Buffer> {
    yield* chunks;
  })();
  await readItems(stream, { item: (text) => items.push(text), broken: (reason) => broken.push(reason) });
  return { items, broken };
};

describe('gzip', () => {
  const zipped = gzipSync(TEXT);

  test('comes in whatever pieces', async () => {
    for (const cut of [1, 2, 3, 100]) {
      expect(await read([zipped.subarray(0, cut), zipped.subarray(cut)])).toEqual({ items: LINES, broken: [] });
    }
  });

  test('of several members is one text', async () => {
    expect((await read([Buffer.concat([gzipSync('one\n'), gzipSync('two\n')])])).items).toEqual(['one', 'two']);
  });

  test('zipped twice, as a Firehose that compresses delivers it', async () => {
    const messages = Buffer.concat([gzipSync('one\n'), gzipSync('two\n')]);
    expect(await read([gzipSync(messages)])).toEqual({ items: ['one', 'two'], broken: [] });
    const damaged = gzipSync(zipped.subarray(0, zipped.length - 400));
    const { items, broken } = await read(Array.from(damaged, (_, at) => damaged.subarray(at, at + 1)));
    expect(broken).toEqual(['bad-gzip']);
    expect(items.length).toBeGreaterThan(500);
    expect((await read([gzipSync(gzipSync(Buffer.alloc(200 * 1024 * 1024)))])).broken).toContain('too-large');
  });

  test('zipped three times is named for what it is', async () => {
    expect(await read([gzipSync(gzipSync(gzipSync('one\n')))])).toEqual({ items: [], broken: ['binary'] });
  });

  test('with a wrong checksum is told, and nothing of it is lost', async () => {
    const wrong = Buffer.from(zipped);
    wrong[wrong.length - 8] = (wrong[wrong.length - 8] ?? 0) ^ 0xff;
    expect(await read([wrong])).toEqual({ items: LINES, broken: ['bad-gzip'] });
  });

  test('with something behind it is told, and nothing of it is lost', async () => {
    expect(await read([Buffer.concat([zipped, Buffer.from('not gzip at all')])])).toEqual({ items: LINES, broken: ['bad-gzip'] });
  });

  test('cut off gives what was whole', async () => {
    const { items, broken } = await read([zipped.subarray(0, zipped.length - 400)]);
    expect(broken).toEqual(['bad-gzip']);
    expect(items.length).toBeGreaterThan(500);
    expect(items.slice(0, -1)).toEqual(LINES.slice(0, items.length - 1));
  });

  test('damaged in its middle gives what came before, however it was delivered', async () => {
    const damaged = Buffer.from(zipped);
    const middle = Math.floor(zipped.length / 2);
    damaged.fill(0x5a, middle, middle + 40);
    const whole = await read([damaged]);
    expect(whole.broken).toEqual(['bad-gzip']);
    expect(whole.items.length).toBeGreaterThan(200);
    expect(await read(Array.from(damaged, (_, at) => damaged.subarray(at, at + 1)))).toEqual(whole);
  });

  test('of zeros without end is refused in time', async () => {
    const { broken } = await read([gzipSync(Buffer.alloc(200 * 1024 * 1024))]);
    expect(broken).toContain('too-large');
  });
});
