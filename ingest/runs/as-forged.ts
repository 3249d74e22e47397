// A line that the application printed in the shape of Lambda's own → the application's line that it is.
import type { Invocation, LogLine } from '../../detectors/model/activity.ts';
import type { Forgery } from './forgery.ts';

/** `lapwing.forged` in the record says why: what the rule `forged-platform-line` looks for. */
export const asForged = (line: Invocation | LogLine, forged: Forgery): LogLine => ({
  kind: 'log-line',
  id: line.id,
  time: line.time,
  function: line.function,
  ...(line.account === undefined ? {} : { account: line.account }),
  ...(line.region === undefined ? {} : { region: line.region }),
  ...(line.stream === undefined ? {} : { stream: line.stream }),
  service: line.service,
  record: { ...line.record, lapwing: { forged } },
  origin: 'application',
  requestId: line.requestId,
  level: undefined,
  errorClass: undefined,
  hosts: [],
  logBytes: line.logBytes,
});
