// What an object's key tells: the account and region it was written for, the day its folder stands for, and whether it is a log.
import { DAY_MS } from '../../../detectors/model/time.ts';
import type { Span } from './spans.ts';

/** What CloudTrail keeps beside its logs: hashes of files, and statistics. Neither is a record of what was done. */
const NO_LOGS = new Set(['CloudTrail-Digest', 'CloudTrail-Insight']);

export const holdsNoLogs = (folder: string): boolean => folder.split('/').some((name) => NO_LOGS.has(name));

const REGION = /^(?:aws-region=)?([a-z]{2}(?:-[a-z]+){1,2}-\d{1,2})$/;
const ACCOUNT = /^(?:aws-account-id=)?(\d{12})$/;

/** `…/AWSLogs/[ORGANISATION/]ACCOUNT/SERVICE/REGION/…`, and the same in Hive's `name=value`; both parts may be missing. */
export const ownerOf = (key: string): { readonly account?: string; readonly region?: string } => {
  const names = key.split('/');
  const at = names.indexOf('AWSLogs');
  if (at === -1) return {};
  const owner: { account?: string; region?: string } = {};
  // The object's own name is nobody's account.
  for (const name of names.slice(at + 1, -1)) {
    const account = ACCOUNT.exec(name)?.[1];
    const region = REGION.exec(name)?.[1];
    if (account !== undefined) owner.account ??= account;
    if (region !== undefined) owner.region ??= region;
  }
  return owner;
};

const YEAR = /^(?:year=)?(20\d\d)$/;
const MONTH = /^(?:month=)?(0[1-9]|1[0-2])$/;
const DAY = /^(?:day=)?(0[1-9]|[12]\d|3[01])$/;
const DATE = /^(?:[a-z_]{1,20}=)?(20\d\d)-(\d\d)-(\d\d)$/;

interface DatedFolder {
  readonly span: Span;
  /** A day's folder is read whole: hours in it are not looked at. */
  readonly precision: 'year' | 'month' | 'day';
}

const dayFrom = (year: number, month: number, day: number): DatedFolder => {
  const from = Date.UTC(year, month - 1, day);
  return { span: { from, until: from + DAY_MS }, precision: 'day' };
};

/** The time that a folder (a key's part up to a `/`) stands for, when its names spell a date: `2026/03/02/`, `year=2026/`, `dt=2026-03-02/`. */
export const datedFolder = (folder: string): DatedFolder | undefined => {
  const names = folder.split('/');
  for (const [index, name] of names.entries()) {
    const date = DATE.exec(name);
    if (date !== null) return dayFrom(Number(date[1]), Number(date[2]), Number(date[3]));
    const yearText = YEAR.exec(name)?.[1];
    if (yearText === undefined) continue;
    const year = Number(yearText);
    const month = MONTH.exec(names[index + 1] ?? '')?.[1];
    if (month === undefined) {
      // A number among other names, or the year's own folder.
      if (index !== names.length - 2) continue;
      return { span: { from: Date.UTC(year, 0), until: Date.UTC(year + 1, 0) }, precision: 'year' };
    }
    const day = DAY.exec(names[index + 2] ?? '')?.[1];
    if (day !== undefined) return dayFrom(year, Number(month), Number(day));
    return { span: { from: Date.UTC(year, Number(month) - 1), until: Date.UTC(year, Number(month)) }, precision: 'month' };
  }
  return undefined;
};

/**
 * An object lies in the folder of the day it was delivered, in UTC or in a time zone of the user's choice: a day more on
 * either side holds both. (CloudTrail may retry a failed delivery for longer; such objects are seen without --until.)
 */
const FOLDER_SLACK_MS = DAY_MS;

/** Whether a folder may hold records of the time that is wanted. */
export const mayHold = ({ span }: DatedFolder, since: number, until: number): boolean =>
  span.until + FOLDER_SLACK_MS > since && span.from - FOLDER_SLACK_MS < until;
