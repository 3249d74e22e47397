// What each function was seen to do with its role, action by action and resource by resource: what a policy can be made from.
import type { Activity, ApiCall } from '../../detectors/model/activity.ts';
import { type FunctionId, functionParts } from '../../detectors/model/identity.ts';
import { isObject, textField } from '../../detectors/model/json.ts';
import type { Instant } from '../../detectors/model/time.ts';
import { unprovenDoer } from '../../ingest/fold/fold-api-call.ts';
import { resolveFunctions } from '../../ingest/fold/resolve-functions.ts';
import { candidateName, candidateOfSession } from '../../ingest/normalise/function-session.ts';
import type { StateFile } from './state-file.ts';

export interface UsedAction {
  readonly eventSource: string;
  readonly eventName: string;
  /** ARN, or `service:name` where the record has none; the folder of an object for the object; empty when the call names nothing. */
  readonly resource: string;
  readonly outcome: ApiCall['outcome'];
  /** The AWS service that made the call for the function, empty when it called itself. */
  readonly via: string;
  readonly account: string;
  readonly region: string;
  readonly calls: number;
  readonly firstTime: Instant;
  readonly lastTime: Instant;
}

interface KnownFunction {
  readonly function: FunctionId;
  readonly invocations: number;
}

export interface UsedActions {
  add(activity: Activity): void;
  /** Writes what was gathered, under the functions' own ids; those that ran wrote their logs. */
  save(resolved: ReadonlyMap<FunctionId, FunctionId>, functions: readonly KnownFunction[], time: Instant): void;
}

/** Different uses held at once, at about 200 bytes each, before they are written away. */
const HELD = 20_000;

/** Stands for all resources of an action, where one action was seen on more of them than is kept. */
export const MANY_RESOURCES = '*';
/** A policy that lists more of them says nothing to its reader, and comes near to the 10,240 characters that IAM allows a role. */
const MOST_RESOURCES = 64;

const SEPARATOR = '\u0000';

/** `arn:aws:s3:::bucket/folder/…` → `arn:aws:s3:::bucket/folder/*`: keys are endless, and a permission is given by folder. */
const withoutKey = (resource: string): string => {
  const slash = resource.indexOf('/');
  if (!resource.includes(':s3:::') || slash === -1) return resource;
  const folder = resource.indexOf('/', slash + 1);
  return `${resource.slice(0, folder === -1 ? slash : folder)}/*`;
};

/** Whose call it is: also when a service makes it with the function's own credentials. Lambda's own calls are not the function's. */
const doerOf = (call: ApiCall): FunctionId | undefined => {
  if (call.function !== undefined) return call.function;
  if (call.invokedBy === undefined) {
    const doer = unprovenDoer(call);
    return functionParts(doer).name === '' ? undefined : doer;
  }
  const identity = call.record['userIdentity'];
  if (call.sessionName === undefined || call.invokedBy === 'lambda.amazonaws.com' || !isObject(identity)) return undefined;
  const { region, userAgent, record } = call;
  const [eventSource, eventName] = [textField(record, 'eventSource') ?? '', textField(record, 'eventName') ?? ''];
  return candidateOfSession({ identity, session: call.sessionName, eventSource, eventName, region, userAgent });
};

const LOGS = 'logs.amazonaws.com';
/** No CloudTrail record tells of it; the log itself does. */
export const WROTE_LOGS = 'PutLogEvents';

interface Counted {
  calls: number;
  firstTime: Instant;
  lastTime: Instant;
}

/** Services of which data events were seen, whoever made them: without them the input says nothing of objects, items, messages. */
const DATA_EVENTS = 'data-events-of';
export const dataEventServices = (state: StateFile): ReadonlySet<string> =>
  new Set((state.meta(DATA_EVENTS) ?? '').split(' ').filter((service) => service !== ''));

/** A table that older state files lack. */
const TABLE = `
  CREATE TABLE IF NOT EXISTS uses (
    function TEXT NOT NULL, use TEXT NOT NULL, resource TEXT NOT NULL,
    calls INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, PRIMARY KEY (function, use, resource)
  ) STRICT, WITHOUT ROWID;
`;

/** Service names are AWS's own; a file of somebody's making may hold any. */
const MOST_SERVICES = 500;

export const usedActions = (state: StateFile): UsedActions => {
  state.database.exec(TABLE);
  const upsert = state.database.prepare(
    'INSERT INTO uses VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (function, use, resource) DO UPDATE SET calls = calls + excluded.calls, first = min(first, excluded.first), last = max(last, excluded.last)',
  );
  const held = new Map<FunctionId, Map<string, Map<string, Counted>>>();
  const dataServices = new Set(dataEventServices(state));
  let size = 0;

  const write = (): void => {
    for (const [function_, uses] of held)
      for (const [use, resources] of uses)
        for (const [resource, { calls, firstTime, lastTime }] of resources)
          upsert.run(function_, use, resource, calls, firstTime, lastTime);
    held.clear();
    size = 0;
  };

  const addUse = (function_: FunctionId, use: string, resource: string, time: Instant): void => {
    let uses = held.get(function_);
    if (uses === undefined) {
      uses = new Map();
      held.set(function_, uses);
    }
    let resources = uses.get(use);
    if (resources === undefined) {
      resources = new Map();
      uses.set(use, resources);
    }
    const counted = resources.get(resource);
    if (counted === undefined) {
      resources.set(resource, { calls: 1, firstTime: time, lastTime: time });
      size++;
      if (size >= HELD) write();
      return;
    }
    counted.calls++;
    if (time < counted.firstTime) counted.firstTime = time;
    if (time > counted.lastTime) counted.lastTime = time;
  };

  return {
    add(call) {
      if (call.kind !== 'api-call') return;
      const eventSource = textField(call.record, 'eventSource') ?? '';
      if (call.record['eventCategory'] === 'Data' && dataServices.size < MOST_SERVICES) dataServices.add(eventSource);
      const doer = doerOf(call);
      if (doer === undefined) return;
      const eventName = textField(call.record, 'eventName') ?? '';
      const use = [eventSource, eventName, call.outcome, call.invokedBy ?? '', call.account, call.region].join(SEPARATOR);
      // Of an object and its bucket the object says more.
      const resources = new Set(call.resources.filter((resource) => resource !== '').map(withoutKey));
      if (resources.size === 0) addUse(doer, use, '', call.time);
      for (const resource of resources) addUse(doer, use, resource, call.time);
    },
    save(resolved, functions, time) {
      for (const { function: function_, invocations } of functions) {
        if (invocations === 0) continue;
        const { account, region } = functionParts(function_);
        const use = [LOGS, WROTE_LOGS, 'success', '', account, region].join(SEPARATOR);
        addUse(function_, use, `logs:/aws/lambda/${functionParts(function_).name}`, time);
      }
      write();
      state.setMeta(DATA_EVENTS, [...dataServices].sort().join(' '));
      const move = state.database.prepare(
        'INSERT INTO uses SELECT ?, use, resource, calls, first, last FROM uses WHERE function = ? ON CONFLICT (function, use, resource) DO UPDATE SET calls = calls + excluded.calls, first = min(first, excluded.first), last = max(last, excluded.last)',
      );
      const forget = state.database.prepare('DELETE FROM uses WHERE function = ?');
      const known = state.database.prepare('SELECT DISTINCT function FROM uses').all();
      // Calls that a service made stand in no partial, so their sessions are not among the resolved.
      const ids = known.map((row) => row['function'] as FunctionId);
      const sessions = resolveFunctions([...ids, ...functions.map((each) => each.function)]);
      for (const id of ids) {
        const whole = resolved.get(id) ?? sessions.get(id);
        if (whole !== undefined && functionParts(whole).name !== '') move.run(whole, id);
        // A session that no function bears the name of is nobody's; it may turn out to be one's in a later scan, from what is told then.
        if (whole !== undefined || candidateName(functionParts(id).name) !== undefined) forget.run(id);
      }
      const crowded = state.database.prepare(
        `SELECT function, use, sum(calls) AS calls, min(first) AS first, max(last) AS last FROM uses GROUP BY function, use HAVING count(*) > ${MOST_RESOURCES} OR max(resource = '${MANY_RESOURCES}') = 1`,
      );
      const clear = state.database.prepare('DELETE FROM uses WHERE function = ? AND use = ?');
      for (const { function: name, use, calls, first, last } of crowded.all()) {
        clear.run(name ?? '', use ?? '');
        upsert.run(name ?? '', use ?? '', MANY_RESOURCES, calls ?? 0, first ?? 0, last ?? 0);
      }
    },
  };
};

const hasTable = (state: StateFile): boolean =>
  state.database.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'uses'").get() !== undefined;

/** Functions of which any use is kept, in order. */
export const functionsWithUses = (state: StateFile): readonly FunctionId[] =>
  hasTable(state)
    ? state.database
        .prepare('SELECT DISTINCT function FROM uses ORDER BY function')
        .all()
        .map((row) => row['function'] as FunctionId)
    : [];

export const usesOf = (state: StateFile, function_: FunctionId): readonly UsedAction[] =>
  state.database
    .prepare('SELECT use, resource, calls, first, last FROM uses WHERE function = ? ORDER BY use, resource')
    .all(function_)
    .map(({ use, resource, calls, first, last }) => {
      const [eventSource = '', eventName = '', outcome = '', via = '', account = '', region = ''] = String(use).split(SEPARATOR);
      return {
        eventSource,
        eventName,
        resource: String(resource),
        outcome: outcome as UsedAction['outcome'],
        via,
        account,
        region,
        calls: Number(calls),
        firstTime: Number(first) as Instant,
        lastTime: Number(last) as Instant,
      };
    });

/** The id whose function has the name or ARN given; several, or none. */
export const functionsNamed = (ids: readonly FunctionId[], name: string): readonly FunctionId[] => {
  const [, , , region = '', account = '', , last = name] = name.startsWith('arn:') ? name.split(':') : [];
  return ids.filter((id) => {
    const parts = functionParts(id);
    return parts.name === last && (account === '' || parts.account === account) && (region === '' || parts.region === region);
  });
};
