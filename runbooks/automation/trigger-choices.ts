// Which document makes sense for which finding, and where its parameters come from.
//
// Only what is grave, and only what the finding names by itself: whoever is asked too often approves without reading.
import type { DetailPattern, SourceName } from './finding-sources.ts';
import type { TriggerSettings } from './trigger-settings.ts';

export interface TriggerChoice {
  readonly id: string;
  readonly automation: string;
  readonly findings: DetailPattern;
  readonly severities: readonly string[];
  readonly fromFinding: { readonly [parameter: string]: SourceName };
  /** Undefined when the deployment lacks what the document needs. */
  readonly constants?: (settings: TriggerSettings) => { readonly [parameter: string]: readonly string[] } | undefined;
  /** It only copies, so nobody is asked and nothing is protected. */
  readonly changesNothing?: true;
}

const GRAVE = ['high', 'critical'];
/** For what is undone in a second and loses nothing. */
const NOTABLE = ['medium', ...GRAVE];

const one = (name: string, value: string | null): { readonly [parameter: string]: readonly string[] } | undefined =>
  value === null ? undefined : { [name]: [value] };

export const CHOICES: readonly TriggerChoice[] = [
  {
    id: 'preserve-evidence',
    automation: 'preserve-evidence',
    findings: {},
    severities: GRAVE,
    fromFinding: { Function: 'function', Since: 'start', Until: 'end' },
    constants: ({ evidenceBucket }) => one('Bucket', evidenceBucket),
    changesNothing: true,
  },
  {
    id: 'isolate-function',
    automation: 'isolate-function',
    findings: { category: ['injection', 'exfiltration', 'denial-of-wallet'], kind: ['behaviour', 'sequence'] },
    severities: GRAVE,
    fromFinding: { Function: 'function' },
  },
  {
    id: 'isolate-changed-function',
    automation: 'isolate-function',
    findings: { detector: ['function-code-changed-by-unexpected-principal', 'code-signing-removed'] },
    severities: NOTABLE,
    fromFinding: { Function: 'function' },
  },
  {
    id: 'revoke-role-sessions',
    automation: 'revoke-role-sessions',
    findings: { detector: ['function-credentials-outside-lambda', 'secret-scanner-checked-a-key'] },
    severities: NOTABLE,
    fromFinding: { Subject: 'role' },
  },
  {
    id: 'revoke-function-sessions',
    automation: 'revoke-role-sessions',
    findings: { detector: ['credentials-elsewhere', 'credentials-in-function-log'] },
    severities: NOTABLE,
    fromFinding: { Subject: 'function' },
  },
  {
    id: 'quarantine-role',
    automation: 'quarantine-role',
    findings: { category: ['escalation', 'persistence'], kind: ['rule', 'sequence'] },
    severities: GRAVE,
    fromFinding: { Subject: 'role' },
  },
  {
    id: 'disable-access-key',
    automation: 'disable-access-key',
    findings: {
      category: ['credential-access', 'escalation', 'persistence', 'defence-evasion', 'exfiltration'],
      // The kind of key shows even where the key is masked; the key itself is read from the record.
      entities: { accessKeys: [{ prefix: 'AKIA' }] },
    },
    severities: GRAVE,
    fromFinding: { Record: 'record', RecordRegion: 'region' },
  },
  {
    id: 'detach-layer',
    automation: 'detach-layer',
    findings: { detector: ['layer-from-foreign-account', 'function-layer-changed-by-hand'] },
    severities: NOTABLE,
    fromFinding: { Function: 'function' },
    constants: ({ trustedAccounts }) => (trustedAccounts.length === 0 ? {} : { TrustedAccounts: trustedAccounts }),
  },
  {
    id: 'restore-alias',
    automation: 'restore-alias',
    findings: { detector: ['function-code-changed-by-unexpected-principal'] },
    severities: NOTABLE,
    fromFinding: { Function: 'function', BadSince: 'time' },
    constants: ({ alias }) => one('Alias', alias),
  },
  {
    id: 'disable-function-url',
    automation: 'disable-function-url',
    findings: { detector: ['function-url-without-auth'] },
    severities: NOTABLE,
    fromFinding: { Function: 'function' },
  },
  {
    id: 'block-egress',
    automation: 'block-egress',
    findings: { detector: ['new-destination', 'data-volume'] },
    severities: GRAVE,
    fromFinding: { Function: 'function', Address: 'address' },
  },
  {
    id: 'restart-trail',
    automation: 'restart-trail',
    findings: { detector: ['trail-stopped'] },
    severities: NOTABLE,
    fromFinding: { Record: 'record', RecordRegion: 'region' },
  },
  {
    id: 'restore-subscription-filter',
    automation: 'restore-subscription-filter',
    findings: { detector: ['subscription-filter-deleted'] },
    severities: NOTABLE,
    fromFinding: { Record: 'record', RecordRegion: 'region' },
    constants: ({ subscription }) =>
      subscription === null
        ? undefined
        : {
            FilterName: [subscription.filterName],
            Destination: [subscription.destinationArn],
            ...(subscription.deliveryRoleArn === null ? {} : { DeliveryRole: [subscription.deliveryRoleArn] }),
          },
  },
  {
    id: 'restore-log-retention',
    automation: 'restore-log-retention',
    findings: { detector: ['log-retention-shortened'] },
    severities: NOTABLE,
    fromFinding: { Record: 'record', RecordRegion: 'region' },
    constants: ({ retentionDays }) => ({ RetentionDays: [retentionDays] }),
  },
];

/** Documents that no finding starts, and why. */
export const BY_HAND: { readonly [automation: string]: string } = {
  'disable-trigger':
    'a new event source mapping is mostly the work of a developer, and its finding is low: a person who was asked each time would stop reading',
  'rotate-secret': 'a finding does not tell which secrets were read (their names are in the records), and rotation cannot be taken back',
};
