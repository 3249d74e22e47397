// Every ceiling of ingest, in one place, each with its figure and reason.

/**
 * One record or document held in memory at once. A CloudTrail record is at most about 1 MB, a log event 1 MB, a Lambda
 * envelope 6 MB of base64: 16 MiB is room for all of them and still small beside a function's memory.
 */
export const RECORD_CHARACTERS = 16 * 1024 * 1024;

/** One base64 + gzip payload, inflated. CloudWatch Logs batches about 1 MB (10 MB with today's largest events) before zipping. */
export const PAYLOAD_INFLATED_BYTES = 32 * 1024 * 1024;

/** Nesting of a JSON record. Real records stay under 20; JSON.stringify and recursive walks fail near 10,000. */
export const JSON_DEPTH = 64;

/** Records in one document held in memory: what 16 MiB of the smallest real records comes to. */
export const RECORDS_PER_DOCUMENT = 200_000;

/** Envelopes around a record. SNS in SQS in a Records document around a base64 payload with a subscription message in it is 5; a loop is worse. */
export const ENVELOPE_DEPTH = 6;

/** A gzip file: above this much output, a ratio worse than the next figure is taken for a bomb. */
export const FILE_INFLATED_BYTES_UNCHECKED = 64 * 1024 * 1024;
/** Real logs deflate 5 to 40 times; zeros deflate 1,000 times. */
export const FILE_INFLATE_RATIO = 250;

/** Of a damaged gzip file so much is kept, zipped, to be read once more in small pieces; of a larger one the piece with the damage is lost. */
export const SALVAGED_BYTES = 8 * 1024 * 1024;

/** The largest amount (bytes, milliseconds, megabytes) believed from one record: a terabyte. Larger ones are cut to it. */
export const LARGEST_AMOUNT = 2 ** 40;
