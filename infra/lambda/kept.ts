// How long what is written is kept: each longer than the latest thing that may still ask for it.
import { DAY_MS } from '../../detectors/model/time.ts';

/** A dead-letter queue keeps a message for 14 days (SQS's most); brought back on the last of them, its records must be known. */
export const CLAIMS_KEPT_MS = 15 * DAY_MS;

/** CloudWatch Logs redelivers for a day; two more to mend a detector that stood still. */
export const PARTIALS_KEPT_MS = 3 * DAY_MS;

/** A group is a day's; its records may be redelivered as long as claims are kept. */
export const MATCHES_KEPT_MS = 15 * DAY_MS;

/** A function that runs once a year is still known. */
export const BASELINES_KEPT_MS = 400 * DAY_MS;

/** An auditor asks for a year. */
export const FINDINGS_KEPT_MS = 400 * DAY_MS;
