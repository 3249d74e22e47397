// Findings in the AWS Security Finding Format, ready for Security Hub CSPM's BatchImportFindings.
import type { Category } from '../../detectors/model/attack.ts';
import type { Finding } from '../../detectors/model/finding.ts';
import type { Severity } from '../../detectors/model/severity.ts';
import { redactFinding } from '../redact/redact-finding.ts';
import { functionName } from '../triage/function-name.ts';
import { cut, inJson, oneLine } from './inert.ts';

export interface AsffOptions {
  /** For findings whose records tell neither: a file of one function's log names no account. */
  readonly account?: string;
  readonly region?: string;
}

/** Security Hub's own limits for these fields (AwsSecurityFinding). */
const TITLE_CHARACTERS = 256;
const DESCRIPTION_CHARACTERS = 1024;
const RECOMMENDATION_CHARACTERS = 512;
const FIELD_CHARACTERS = 1024;
const RESOURCES = 32;
const RELATED_FINDINGS = 10;

const LABEL: Record<Severity, string> = { info: 'INFORMATIONAL', low: 'LOW', medium: 'MEDIUM', high: 'HIGH', critical: 'CRITICAL' };

/** The namespaces that ASFF's Types may begin with, by what the finding is about. */
const TYPE: Record<Category, string> = {
  injection: 'TTPs/Initial Access',
  'credential-access': 'TTPs/Credential Access',
  discovery: 'TTPs/Discovery',
  escalation: 'TTPs/Privilege Escalation',
  persistence: 'TTPs/Persistence',
  'defence-evasion': 'TTPs/Defense Evasion',
  exfiltration: 'Effects/Data Exfiltration',
  'denial-of-wallet': 'Effects/Resource Consumption',
};

const UNKNOWN_ACCOUNT = '000000000000';
const UNKNOWN_REGION = 'us-east-1';

const sentence = (text: string, limit: number): string => cut(oneLine(text), limit);

const asff = (finding: Finding, options: AsffOptions): object => {
  const account = finding.account ?? options.account ?? UNKNOWN_ACCOUNT;
  const region = finding.region ?? options.region ?? UNKNOWN_REGION;
  const product = `arn:aws:securityhub:${region}:${account}:product/${account}/default`;
  const types = [`${TYPE[finding.category]}/${finding.detector}`];
  const severity = { Label: LABEL[finding.severity], Original: finding.severity };
  const related = finding.parts.slice(0, RELATED_FINDINGS).map((id) => ({ ProductArn: product, Id: id }));
  const { baseline } = finding.explanation;
  const functions = finding.entities.functions.filter((label) => functionName(label) !== '').slice(0, RESOURCES);
  return {
    SchemaVersion: '2018-10-08',
    Id: finding.id,
    ProductArn: product,
    ProductName: 'Lapwing',
    CompanyName: 'Lapwing',
    GeneratorId: finding.detector,
    AwsAccountId: account,
    Region: region,
    Types: types,
    FirstObservedAt: finding.time,
    LastObservedAt: finding.window.end,
    CreatedAt: finding.time,
    UpdatedAt: finding.window.end,
    Severity: severity,
    Confidence: Math.round(finding.score * 100),
    FindingProviderFields: {
      Severity: severity,
      Types: types,
      Confidence: Math.round(finding.score * 100),
      ...(related.length > 0 ? { RelatedFindings: related } : {}),
    },
    Title: sentence(finding.title, TITLE_CHARACTERS),
    Description: sentence(`Expected: ${finding.explanation.expected} Observed: ${finding.explanation.observed}`, DESCRIPTION_CHARACTERS),
    Remediation: {
      Recommendation: { Text: sentence(`Follow ${finding.runbook}. Quiet if: ${finding.explanation.quietIf}`, RECOMMENDATION_CHARACTERS) },
    },
    ProductFields: {
      'lapwing/kind': finding.kind,
      'lapwing/category': finding.category,
      'lapwing/stage': finding.stage,
      'lapwing/occurrences': String(finding.occurrences),
      'lapwing/attacks': sentence(finding.attacks.map(({ tactic, technique }) => `${tactic}:${technique}`).join(' '), FIELD_CHARACTERS),
      'lapwing/evidence': sentence(finding.evidence.join(' '), FIELD_CHARACTERS),
      ...(finding.principal === null ? {} : { 'lapwing/principal': sentence(finding.principal, FIELD_CHARACTERS) }),
      ...(baseline === null
        ? {}
        : {
            'lapwing/baseline': sentence(
              `${baseline.measure}: ${baseline.usualLow} to ${baseline.usualHigh}, observed ${baseline.observed}`,
              FIELD_CHARACTERS,
            ),
          }),
    },
    Resources:
      functions.length > 0
        ? functions.map((id) => ({ Type: 'AwsLambdaFunction', Id: id, Partition: 'aws', Region: region }))
        : [{ Type: 'AwsAccount', Id: `AWS::::Account:${account}`, Partition: 'aws', Region: region }],
    RecordState: 'ACTIVE',
  };
};

/** One finding a line, in the order given. */
export const renderAsff = (findings: readonly Finding[], options: AsffOptions = {}): string =>
  findings.map((finding) => `${inJson(JSON.stringify(asff(redactFinding(finding), options)))}\n`).join('');
