// Who, with what and on what, in few words, from the values that AWS writes into a record.
import { shortName } from '../triage/function-name.ts';

/** `arn:aws:sts::1:assumed-role/ROLE/SESSION` has the role before its last slash. */
const SESSION = /:assumed-role\/([^/]{1,128})\/(.{1,200})$/;

/** `arn` as the record has it, `principal` as the finding has it when the record does not say. */
export const personWords = (arn: string, principal: string | null): string => {
  const who = arn === '' ? (principal ?? '') : arn;
  const session = SESSION.exec(who);
  if (session !== null) return `The role ${session[1]} (session ${session[2]})`;
  if (who.endsWith(':root')) return "The account's root user";
  if (who.includes(':role/')) return `The role ${shortName(who)}`;
  if (who.includes(':user/')) return `The user ${shortName(who)}`;
  if (who.endsWith('.amazonaws.com')) return `The service ${who}`;
  return who === '' ? 'Somebody' : who;
};

/** Systems made for attacks name themselves in the user agent of every tool. */
const ATTACK_SYSTEMS = ['kali', 'parrot', 'pentoo'];

/** A product and its version, as HTTP writes them (RFC 9110, 10.1.5); anything else is somebody's own words. */
const PRODUCT = /^\[?([\w.+-]{1,60}(?:\/[\w.+-]{1,40})?)(?=[\s\],]|$)/;

/** `aws-cli/2.31.13 md/… os/linux#…+kali-amd64 …` → `aws-cli/2.31.13 (kali)`. */
export const toolWords = (userAgent: string): string => {
  if (userAgent === '' || userAgent.endsWith('.amazonaws.com')) return userAgent;
  const system = ATTACK_SYSTEMS.find((each) => userAgent.toLowerCase().includes(each));
  const product = PRODUCT.exec(userAgent)?.[1] ?? 'an unnamed tool';
  const name = product.startsWith('Mozilla/') ? 'a browser' : product;
  return system === undefined ? name : `${name} (${system})`;
};

/** Parameters told, and the longest of their values: the rest is in the record. */
const PARAMETERS_TOLD = 3;
const VALUE = /"([A-Za-z]{1,40})":\s?"([^"\\{[]{1,120})"/g;

/** `{"roleName":"app","policyArn":"arn:aws:iam::aws:policy/AdministratorAccess"}` → `role app, policy AdministratorAccess`. */
export const parameterWords = (json: string): string =>
  [...json.matchAll(VALUE)]
    .slice(0, PARAMETERS_TOLD)
    .map(([, key = '', value = '']) => {
      const noun = key
        .replace(/(?:Name|Arn|Id|Identifier)$/, '')
        .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
        .toLowerCase();
      return `${noun === '' ? key : noun} ${value.startsWith('arn:') ? shortName(value) : value}`;
    })
    .join(', ');
