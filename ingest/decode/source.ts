// What a decoder needs to know beside the text of a record, and what it may ask of its surroundings.
import type { JsonObject } from '../../detectors/model/json.ts';
import type { DeclaredFormat } from './declared-format.ts';

/** The result of un-base64-ing and inflating a payload within a ceiling. */
export type Inflated =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'bad-base64' }
  | { readonly kind: 'bad-gzip' }
  | { readonly kind: 'too-large'; readonly limit: number };

/** What pure decoding cannot do itself. */
export interface Surroundings {
  /** base64 → gzip or plain bytes → UTF-8 text, never more than `limit` bytes of it. */
  readonly inflate: (base64: string, limit: number) => Inflated;
  /** Formats that the user declared in the configuration. */
  readonly declared?: readonly DeclaredFormat[];
}

/** What is known of a source before its first record, from its name, the event that brought it, or the configuration. */
export interface SourceHints {
  /** As the user or AWS named it: a path, `-`, an S3 URL. */
  readonly name: string;
  readonly account?: string;
  readonly region?: string;
  /** When the source is one log group: content then never decides what the records are. */
  readonly logGroup?: string;
  readonly logStream?: string;
  /** The JSON object around the records, when they were unwrapped one by one from a large document. */
  readonly envelope?: JsonObject;
}
