// Names that server-side requests are forged with: schemes, addresses and paths where credentials are given out, and names inside.

/** Schemes that only a fetcher misused would be given. `file` is in ordinary use inside stack traces. */
export const SCHEMES = new Map([
  ['gopher', 8],
  ['dict', 6],
  ['php', 8],
  ['expect', 8],
  ['phar', 7],
  ['zip', 2],
  ['jar', 2],
  ['netdoc', 8],
  ['tftp', 5],
  ['ldap', 3],
  ['ldaps', 2],
  ['sftp', 2],
  ['unix', 4],
  ['file', 3],
  ['data', 1],
]);

/** Addresses where clouds give out credentials: EC2, ECS, EKS, Alibaba, Oracle; and where Lambda's runtime answers. */
export const METADATA_ADDRESSES = new Set([
  '169.254.169.254',
  '169.254.170.2',
  '169.254.170.23',
  '100.100.100.200',
  '192.0.0.192',
  'fd00:ec2:0:0:0:0:0:254',
  'fd00:ec2::254',
]);
export const METADATA_NAMES = [
  'metadata.google.internal',
  'instance-data',
  'metadata.azure',
  'metadata.tencentyun.com',
  'metadata.goog',
  'metadata.packet.net',
  'metadata.oraclecloud',
];
/** Names that only exist inside a machine, a container or a cluster. */
export const INNER_NAMES = [
  'docker.internal',
  'containers.internal',
  'minikube.internal',
  'kubernetes.default',
  '.svc.cluster.local',
  'localhost.localdomain',
  'localhost4',
  'localhost6',
  'ip6-localhost',
  'ip6-loopback',
  'ipv6-localhost',
  'rancher-metadata',
];
export const METADATA_PATHS = [
  '/latest/meta-data',
  '/latest/user-data',
  '/latest/dynamic',
  '/computemetadata/',
  '/metadata/instance',
  '/v2/credentials',
  '/opc/v1',
  '/runtime/invocation',
  '/latest/api/token',
  '/var/run/secrets/',
  '/docker.sock',
];
/** Public names that resolve to the address inside them, or tell their owner who asked. */
export const WILDCARD_NAMES = [
  '.nip.io',
  '.sslip.io',
  '.xip.io',
  'localtest.me',
  'lvh.me',
  'vcap.me',
  'spoofed.burpcollaborator.net',
  '.burpcollaborator.net',
  '.rbndr.us',
  '.1u.ms',
  '.requestbin.net',
  '.dnslog.cn',
  '.ceye.io',
  '.oastify.com',
  '.interact.sh',
  '.oast.',
];
