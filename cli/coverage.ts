// Which functions have which sources of logs, and which detections are therefore blind: silence has a reason.
import { BEHAVIOURS } from '../detectors/behaviours/catalogue.ts';
import type { LogService } from '../detectors/model/activity.ts';
import { type FunctionId, functionLabel, functionParts } from '../detectors/model/identity.ts';
import type { Named, Sum } from '../detectors/model/partial.ts';
import type { LoadedRules } from '../detectors/sigma/rule.ts';

/** A kind of log, told by what it leaves in a function's partials, and what to switch on to have it. */
interface LogSource {
  readonly id: string;
  readonly title: string;
  readonly sums: readonly Sum[];
  readonly named: readonly Named[];
  readonly toHaveIt: string;
}

export const LOG_SOURCES = [
  {
    id: 'report',
    title: 'REPORT lines',
    sums: ['invocations'],
    named: [],
    toHaveIt: 'subscribe /aws/lambda/*; in JSON format keep the system log level at INFO: at WARN the reports of success vanish',
  },
  { id: 'application', title: 'application lines', sums: ['logLines'], named: [], toHaveIt: 'subscribe /aws/lambda/*' },
  { id: 'cloudtrail', title: 'CloudTrail', sums: ['apiCalls'], named: [], toHaveIt: 'a trail with management events' },
  {
    id: 'data-events',
    title: 'data events',
    sums: ['serviceBytesRead', 'serviceBytesWritten'],
    named: ['callers'],
    toHaveIt: 'data events for S3, DynamoDB and Lambda in the trail (they cost extra)',
  },
  {
    id: 'requests',
    title: 'API access log',
    sums: ['requests'],
    named: [],
    toHaveIt: 'access logging at the API’s stage or the load balancer',
  },
  {
    id: 'network',
    title: 'network',
    sums: ['networkBytesOut', 'networkBytesIn', 'connections'],
    named: [],
    toHaveIt: 'Lambda Insights, or flow logs for functions in a VPC (a function outside a VPC has none)',
  },
  { id: 'dns', title: 'resolver log', sums: ['dnsQueries'], named: [], toHaveIt: 'Route 53 resolver query logging for the VPC' },
] as const satisfies readonly LogSource[];
export type LogSourceId = (typeof LOG_SOURCES)[number]['id'];

/** What a behaviour looks at: any one of these is enough for it to see something. */
const BEHAVIOUR_SOURCES: ReadonlyMap<string, readonly LogSourceId[]> = new Map<string, readonly LogSourceId[]>([
  ['invocation-rate', ['report']],
  ['error-rate', ['report']],
  ['silence', ['report']],
  ['log-volume', ['application']],
  ['data-volume', ['data-events', 'requests', 'network']],
  ['new-destination', ['cloudtrail', 'network', 'application', 'dns']],
  ['new-action', ['cloudtrail', 'data-events']],
  ['denied-burst', ['cloudtrail']],
  ['credentials-elsewhere', ['cloudtrail']],
]);

const SERVICE_SOURCE: Readonly<Record<LogService, LogSourceId>> = {
  cloudtrail: 'cloudtrail',
  lambda: 'application',
  apigateway: 'requests',
  elb: 'requests',
  cloudfront: 'requests',
  waf: 'requests',
  vpcflow: 'network',
  route53resolver: 'dns',
  s3access: 'data-events',
};

/** What a function's partials held over the whole scan. */
export interface Traces {
  readonly sums: ReadonlyMap<Sum, number>;
  readonly named: ReadonlySet<Named>;
  /** Whether STARTs were seen: they name the version that runs. */
  readonly started: boolean;
  /** Times that Lambda said it had dropped log lines. */
  readonly dropped: number;
}

/** A source that a function has, and that does not tell all. */
export interface CoverageGap {
  readonly source: LogSourceId;
  readonly reason: 'no reports' | 'reports of failures only' | 'lines dropped';
  readonly why: string;
}

export interface FunctionCoverage {
  readonly function: string;
  readonly sources: Readonly<Record<LogSourceId, boolean>>;
  readonly gaps: readonly CoverageGap[];
  /** Detections that see nothing of this function. */
  readonly blind: readonly string[];
  /** Detections that may miss some of it: log lines were dropped. */
  readonly weakened: readonly string[];
}

export interface Coverage {
  readonly functions: readonly FunctionCoverage[];
  /** Sources that no function has, with the detections that see nothing without them. */
  readonly missing: readonly {
    readonly source: LogSourceId;
    readonly title: string;
    readonly toHaveIt: string;
    readonly detections: readonly string[];
  }[];
}

const has = (traces: Traces, source: LogSource): boolean =>
  source.sums.some((sum) => traces.sums.has(sum)) || source.named.some((named) => traces.named.has(named));

/** What counts successes sees nothing of them; failures it still sees. */
const COUNTS_SUCCESSES: ReadonlySet<string> = new Set(['invocation-rate', 'silence']);

const times = (count: number): string => (count === 1 ? 'once' : `${count} times`);

/** Of a function's own log. At system log level WARN its starts and the reports of its successes are not written. */
const gapsOf = ({ sums, started, dropped }: Traces): readonly CoverageGap[] => {
  const gaps: CoverageGap[] = [];
  const amount = (sum: Sum): number => sums.get(sum) ?? 0;
  const invocations = amount('invocations');
  if (invocations === 0 && amount('logLines') > 0)
    gaps.push({
      source: 'report',
      reason: 'no reports',
      why: 'its log has lines and not one report: the system log level is above INFO, or a filter leaves reports out; how often it runs is unknown',
    });
  if (invocations > 0 && !started && amount('errors') === invocations)
    gaps.push({
      source: 'report',
      reason: 'reports of failures only',
      why: `all ${invocations} reports are of failures, and there is no START: the system log level is WARN or above; successes are not counted`,
    });
  if (dropped > 0)
    gaps.push({
      source: 'application',
      reason: 'lines dropped',
      why: `Lambda said ${times(dropped)} that it dropped log lines (platform.logsDropped): what they told is not known`,
    });
  return gaps;
};

const needsOf = (loaded: LoadedRules): readonly (readonly [id: string, anyOf: readonly LogSourceId[]])[] => [
  ...BEHAVIOURS.map(({ id }): [string, readonly LogSourceId[]] => {
    const sources = BEHAVIOUR_SOURCES.get(id);
    if (sources === undefined) throw new Error(`coverage does not know what ${id} looks at`);
    return [id, sources];
  }),
  ...loaded.rules.map(({ id, logsource }): [string, readonly LogSourceId[]] => {
    const service = logsource.service as LogService | undefined;
    return [id, service !== undefined && Object.hasOwn(SERVICE_SOURCE, service) ? [SERVICE_SOURCE[service]] : []];
  }),
];

export const coverageOf = (traces: ReadonlyMap<FunctionId, Traces>, loaded: LoadedRules): Coverage => {
  const needs = needsOf(loaded).filter(([, anyOf]) => anyOf.length > 0);
  const functions = [...traces].map(([id, mine]): FunctionCoverage => {
    const { account, region, name } = functionParts(id);
    const gaps = name === '' ? [] : gapsOf(mine);
    const failuresOnly = gaps.some(({ reason }) => reason === 'reports of failures only');
    const dropped = gaps.some(({ reason }) => reason === 'lines dropped');
    const sources = Object.fromEntries(LOG_SOURCES.map((source) => [source.id, has(mine, source)])) as Record<LogSourceId, boolean>;
    // Records that name no function (flow logs of a shared interface, access logs, people's calls) are traces of the account.
    return name === ''
      ? {
          function: `(no function named: ${['account', account, region].filter((part) => part !== '').join(' ')})`,
          sources,
          gaps,
          blind: [],
          weakened: [],
        }
      : {
          function: functionLabel(id),
          sources,
          gaps,
          blind: needs
            .filter(([detection, anyOf]) => !anyOf.some((source) => sources[source]) || (failuresOnly && COUNTS_SUCCESSES.has(detection)))
            .map(([detection]) => detection),
          weakened: dropped
            ? needs.filter(([, anyOf]) => anyOf.includes('application') && sources.application).map(([detection]) => detection)
            : [],
        };
  });
  const anywhere = (source: LogSource): boolean => [...traces.values()].some((mine) => has(mine, source));
  const missing = LOG_SOURCES.filter((source) => !anywhere(source)).map(({ id, title, toHaveIt }) => ({
    source: id,
    title,
    toHaveIt,
    detections: needs
      .filter(([, anyOf]) => anyOf.includes(id) && !anyOf.some((other) => anywhere(sourceOf(other))))
      .map(([detection]) => detection),
  }));
  return { functions, missing };
};

const sourceOf = (id: LogSourceId): LogSource => {
  const found = LOG_SOURCES.find((source) => source.id === id);
  if (found === undefined) throw new Error(`no log source ${id}`);
  return found;
};
