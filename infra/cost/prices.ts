// What AWS takes in us-east-1, in US dollars, as of June 2026: one table, each line with where it was read. Free quantities are left
// out: another part of the account may have used them.

export interface Price {
  readonly usd: number;
  readonly per: string;
  readonly source: string;
}

const LAMBDA = 'https://aws.amazon.com/lambda/pricing/';
const DYNAMODB = 'https://aws.amazon.com/dynamodb/pricing/on-demand/';

export const PRICES = {
  lambdaGbSecond: { usd: 0.0000133334, per: 'GB-second on arm64, first tier', source: LAMBDA },
  lambdaRequest: { usd: 0.2e-6, per: 'invocation', source: LAMBDA },
  dynamoWrite: { usd: 0.625e-6, per: 'write request unit on demand (1 KB)', source: DYNAMODB },
  dynamoRead: { usd: 0.125e-6, per: 'read request unit on demand (4 KB, strongly consistent)', source: DYNAMODB },
} as const satisfies Readonly<Record<string, Price>>;
