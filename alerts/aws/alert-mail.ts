// One alert as SNS takes it: a mail for people, one JSON object for every other subscriber, attributes to filter by.
import type { Finding } from '../../detectors/model/finding.ts';
import { type EmailOptions, renderEmail } from '../render/email.ts';
import { renderNdjson } from '../render/ndjson.ts';

export interface Mail {
  readonly subject: string;
  /** By protocol, as SNS's MessageStructure `json` wants it; `default` is always there. */
  readonly bodies: Readonly<Record<'default' | 'email', string>>;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface MailOptions extends EmailOptions {
  /** The deployment's name for itself: `production`. */
  readonly environment: string;
}

/** SNS and EventBridge take 256 KiB, attributes and envelope included. */
const MESSAGE_BYTES = 240 * 1024;

/** The finding as one JSON object; one that would not fit is named only: it is whole in the findings table. */
export const findingJson = (finding: Finding, limit: number = MESSAGE_BYTES): string => {
  const whole = renderNdjson([finding]).trimEnd();
  if (Buffer.byteLength(whole) <= limit) return whole;
  const { id, detector, kind, category, severity, time, stage } = finding;
  return JSON.stringify({ id, detector, kind, category, severity, time, stage, cut: true });
};

/** SNS refuses an empty value; subscribers' filters want whole ones. */
const present = (attributes: Readonly<Record<string, string | null>>): Record<string, string> =>
  Object.fromEntries(Object.entries(attributes).flatMap(([name, value]) => (value === null || value === '' ? [] : [[name, value]])));

export const alertMail = (finding: Finding, { environment, ...options }: MailOptions): Mail => {
  const { subject, body } = renderEmail(finding, options);
  return {
    subject,
    bodies: { default: findingJson(finding, MESSAGE_BYTES - Buffer.byteLength(body)), email: body },
    attributes: present({
      severity: finding.severity,
      category: finding.category,
      detector: finding.detector,
      function: finding.function,
      account: finding.account,
      environment,
    }),
  };
};
