// Names that the stack and the functions must agree on, and that people see: one place for all of them.

/** Each function, table, queue and topic bears it: the rule `lapwing-altered` knows them by it. */
export const PREFIX = 'lapwing';

/** EventBridge: the canary's finding came out. No finding for anybody, but a heartbeat. */
export const CANARY_DETAIL_TYPE = 'Lapwing Canary';
/** In the place from which Lapwing is watched. */
export const LOOKOUT_BUS = `${PREFIX}-lookout`;

/** What other accounts send to: logs to a destination of this name, API calls to a bus. */
export const MEMBERS = `${PREFIX}-members`;

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
  canariesFound: 'CanariesFound',
} as const;

export const SERVICES = ['ingest', 'detect', 'alert', 'canary'] as const;
export type Service = (typeof SERVICES)[number];

export const functionNameOf = (service: Service): string => `${PREFIX}-${service}`;

/** An attack that is none, once an hour, by the same door as everybody's logs, and the one rule that must find it. */
export const CANARY = {
  line: "canary of Lapwing, no attack: GET /orders?id=1' UNION SELECT password FROM users--",
  detector: 'injection-query-payload',
} as const;

/** What a function is told by its environment. */
export const VARIABLES = {
  ingest: ['PARTIALS_TABLE', 'FINDINGS_QUEUE', 'QUARANTINE_QUEUE', 'GRACE_MS'],
  detect: ['PARTIALS_TABLE', 'BASELINES_TABLE', 'FINDINGS_QUEUE', 'GRACE_MS', 'SETTLE_MS'],
  alert: ['FINDINGS_TABLE', 'BASELINES_TABLE', 'TOPIC', 'CHAT_TOPIC', 'EVENT_BUS', 'ENVIRONMENT', 'PROJECT_URL'],
  canary: [],
} as const satisfies Record<Service, readonly string[]>;
export type Variables<Of extends Service> = Readonly<Record<(typeof VARIABLES)[Of][number], string>>;

/** Files beside each function's code. */
export const RULES_FILE = 'rules.json';
export const CONFIG_FILE = 'config.json';
