// Identifiers in the shapes that AWS gives them.
import type { Random } from './random.ts';

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const hexWord = (word: number): string => `${HEX[word >>> 24]}${HEX[(word >>> 16) & 255]}${HEX[(word >>> 8) & 255]}${HEX[word & 255]}`;

export const hex = (random: Random, digits: number): string => {
  let text = '';
  while (text.length < digits) text += hexWord(random.bits());
  return text.slice(0, digits);
};

/** A version 4 UUID, as Lambda and CloudTrail name requests and events. */
export const uuid = (random: Random): string => {
  const second = hexWord((random.bits() & 0xffff0fff) | 0x4000);
  const third = hexWord((random.bits() & 0x3fffffff) | 0x80000000);
  return `${hexWord(random.bits())}-${second.slice(0, 4)}-${second.slice(4)}-${third.slice(0, 4)}-${third.slice(4)}${hexWord(random.bits())}`;
};

const from =
  (alphabet: string) =>
  (random: Random, length: number): string => {
    let text = '';
    for (let index = 0; index < length; index += 1) text += alphabet.charAt(random.below(alphabet.length));
    return text;
  };

const base32 = from('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567');
const upperAlphanumeric = from('ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789');
const alphanumeric = from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789');
const base64 = from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');

/** Temporary access key id. */
export const temporaryKeyId = (random: Random): string => `ASIA${base32(random, 16)}`;
export const permanentKeyId = (random: Random): string => `AKIA${base32(random, 16)}`;
export const roleId = (random: Random): string => `AROA${base32(random, 17)}`;

/** STS session tokens all begin so; real ones run to about a thousand characters. */
export const sessionToken = (random: Random): string => `IQoJb3JpZ2luX2VjE${base64(random, 303)}==`;

/** S3 names requests in 16 capitals and digits, and hosts in 56 or 76 characters of base64. */
export const s3RequestId = (random: Random): string => upperAlphanumeric(random, 16);
export const s3HostId = (random: Random): string => `${base64(random, 75)}=`;

/** DynamoDB names requests in 52 capitals and digits. */
export const dynamoRequestId = (random: Random): string => `${upperAlphanumeric(random, 42)}VV4KQNSO5AEMVJF66Q9ASUAAJG`.slice(0, 52);

/** API Gateway names HTTP API requests in 16 characters that end with `=`. */
export const gatewayRequestId = (random: Random): string => `${alphanumeric(random, 9)}iAE${alphanumeric(random, 3)}=`;

/** The suffix of a delivered CloudTrail file. */
export const fileSuffix = (random: Random): string => alphanumeric(random, 16);

export const codeHash = (random: Random): string => `${base64(random, 43)}=`;

const EVENT_TIME_SHIFT = 144n;
const ARRIVAL_SHIFT = 80n;
const BATCH_SHIFT = 16n;

/** What the ids of one batch of log events share: when CloudWatch Logs took it in, and 64 bits of its own. */
export const eventBatch = (random: Random, arrivalMs: number): bigint =>
  (BigInt(arrivalMs) << ARRIVAL_SHIFT) | (((BigInt(random.bits()) << 32n) | BigInt(random.bits())) << BATCH_SHIFT);

/** CloudWatch Logs event ids: event time, arrival, batch and ordinal in the batch; 56 digits today. */
export const logEventId = (timeMs: number, batch: bigint, ordinal: number): string =>
  ((BigInt(timeMs) << EVENT_TIME_SHIFT) + batch + BigInt(ordinal)).toString();
