// Names that the stack and the functions must agree on, and that people see: one place for all of them.

/** Each function, table, queue and topic bears it: the rule `lapwing-altered` knows them by it. */
export const PREFIX = 'lapwing';

/** CloudWatch: each metric costs 0.30 dollars a month while it is written, so there are few, and details are in the logs. */
export const METRIC_NAMESPACE = 'Lapwing';
export const METRICS = {
  recordsRead: 'RecordsRead',
  recordsQuarantined: 'RecordsQuarantined',
  functionsAssessed: 'FunctionsAssessed',
  lateWindows: 'LateWindows',
  baselinesUnreadable: 'BaselinesUnreadable',
  workLeft: 'WorkLeft',
  mailsSent: 'MailsSent',
  deliveriesFailed: 'DeliveriesFailed',
} as const;

export const SERVICES = ['ingest', 'detect', 'alert'] as const;
export type Service = (typeof SERVICES)[number];

/** What a function is told by its environment. */
export const VARIABLES = {
  ingest: ['PARTIALS_TABLE', 'FINDINGS_QUEUE', 'QUARANTINE_QUEUE', 'GRACE_MS'],
  detect: ['PARTIALS_TABLE', 'BASELINES_TABLE', 'FINDINGS_QUEUE', 'GRACE_MS', 'SETTLE_MS'],
  alert: ['FINDINGS_TABLE', 'BASELINES_TABLE', 'TOPIC', 'CHAT_TOPIC', 'EVENT_BUS', 'ENVIRONMENT', 'PROJECT_URL'],
} as const satisfies Record<Service, readonly string[]>;
export type Variables<Of extends Service> = Readonly<Record<(typeof VARIABLES)[Of][number], string>>;

/** Files beside each function's code. */
export const RULES_FILE = 'rules.json';
export const CONFIG_FILE = 'config.json';
