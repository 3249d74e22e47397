// A runbook's page with the finding's own names in it, so that its commands and queries can be pasted as they stand.
import type { Finding } from '../../detectors/model/finding.ts';
import { HOUR_MS } from '../../detectors/model/time.ts';
import { functionName } from '../triage/function-name.ts';

/**
 * What may stand in a shell without quotes and in a query within them: whole names and ids by AWS's own rules. What a log could have
 * made up beyond that is not filled in, and the page keeps its placeholder.
 */
const WHOLE = {
  function: /^[A-Za-z0-9_-]{1,64}$/,
  principal: /^[A-Za-z0-9_+=,.@:/-]{1,256}$/,
  account: /^\d{12}$/,
  region: /^[a-z]{2,4}(-[a-z]{2,8}){1,3}-\d$/,
  time: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/,
  evidence: /^[A-Za-z0-9_.:/-]{1,128}$/,
  address: /^[0-9a-fA-F.:]{2,45}$/,
} as const;

const whole = (pattern: RegExp, value: string | null | undefined): string | undefined =>
  value !== null && value !== undefined && pattern.test(value) ? value : undefined;

/** An hour before and after belong to what happened. */
const around = (finding: Finding): { readonly fromMs: number; readonly toMs: number } => ({
  fromMs: Date.parse(finding.window.start) - HOUR_MS,
  toMs: Date.parse(finding.window.end) + HOUR_MS,
});

const nameAfter = (arn: string | undefined, kind: 'role' | 'user'): string | undefined =>
  arn?.includes(`:${kind}/`) === true ? whole(WHOLE.function, arn.slice(arn.lastIndexOf('/') + 1)) : undefined;

/** A behaviour names no one principal, but may have met only one. */
const principalOf = ({ principal, entities }: Finding): string | undefined =>
  whole(WHOLE.principal, principal ?? (entities.principals.length === 1 ? entities.principals[0] : undefined));

/** `{{name}}` anywhere in a page. */
const placeholdersOf = (finding: Finding): Readonly<Record<string, string | undefined>> => ({
  function: whole(WHOLE.function, functionName(finding.function)),
  principal: principalOf(finding),
  account: whole(WHOLE.account, finding.account),
  region: whole(WHOLE.region, finding.region),
  time: whole(WHOLE.time, finding.time),
  evidence: whole(WHOLE.evidence, finding.evidence[0]),
});

/** Words in capitals, in commands and queries only. Those that no finding tells (BUCKET, TRAIL) stay for the reader to fill. */
const wordsOf = (finding: Finding): Readonly<Record<string, string | undefined>> => {
  const { fromMs, toMs } = around(finding);
  const known = Number.isFinite(fromMs) && Number.isFinite(toMs);
  const name = whole(WHOLE.function, functionName(finding.function));
  const principal = principalOf(finding);
  const [address, ...others] = finding.entities.addresses;
  return {
    START_MS: known ? String(fromMs) : undefined,
    END_MS: known ? String(toMs) : undefined,
    START: known ? new Date(fromMs).toISOString() : undefined,
    END: known ? new Date(toMs).toISOString() : undefined,
    LOG_GROUP: name === undefined ? undefined : `/aws/lambda/${name}`,
    ROLE: nameAfter(principal, 'role'),
    USER: nameAfter(principal, 'user'),
    ADDRESS: others.length === 0 ? whole(WHOLE.address, address) : undefined,
  };
};

const FENCE = '```';

export const filledRunbook = (page: string, finding: Finding): string => {
  const placeholders = placeholdersOf(finding);
  const words = wordsOf(finding);
  let inCode = false;
  return page
    .split('\n')
    .map((line) => {
      if (line.startsWith(FENCE)) inCode = !inCode;
      const filled = line.replace(/\{\{(\w+)\}\}/g, (as, name: string) => placeholders[name] ?? as);
      if (!inCode) return filled;
      // An option that wants an ARN is not served with a name.
      return filled.replace(/(-arn )?\b([A-Z][A-Z_]+)\b/g, (as, arn: string | undefined, word: string) =>
        arn === undefined && Object.hasOwn(words, word) ? (words[word] ?? as) : as,
      );
    })
    .join('\n');
};
