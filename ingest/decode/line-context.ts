// What is known about one log line beside its text: where it stood, when it was taken, and whose log it is.
import type { FunctionId } from '../../detectors/model/identity.ts';
import type { Instant } from '../../detectors/model/time.ts';
import type { DeclaredFormat } from './declared-format.ts';

export interface LineContext {
  /** The log event's own id, else one made of the line's place. */
  readonly id: string;
  /** The source it was read from: a path, a URL. */
  readonly source: string;
  /** When CloudWatch (or a prefix of the line) says it was written: above what the line itself says. */
  readonly time: Instant | undefined;
  /** For lines that tell no time: the last time seen in the same source. */
  readonly lastTime: Instant | undefined;
  readonly account: string;
  readonly region: string;
  readonly logGroup: string;
  readonly logStream: string;
  /** The function whose log it is; undefined when only the line itself can tell. */
  readonly function: FunctionId | undefined;
  /** The function to take where neither the log nor the line names one: what the source itself is called. */
  readonly fallbackFunction: FunctionId | undefined;
  /** Formats that the user declared. */
  readonly declared: readonly DeclaredFormat[];
}
