import { fingerprint } from './bounded';

/** Characters of a text that are kept readable in its id. */
const READABLE = 48;

/**
 * Returns a construct id for any text, such as an ARN, an address range or a reference `ref:stack/address.attribute`.
 *
 * The same text always gives the same id and two texts never share one: a dot becomes an underscore, and a text with any
 * other character that ids do not have gets a hash. Never pass the text of a Terraform token: it changes from run to run.
 *
 * @param shown part of the text that the id shows
 */
export function idOf(text: string, shown: string = text): string {
  if (shown === text && /^[A-Za-z0-9]+(-[A-Za-z0-9]+)*(\.[A-Za-z0-9]+(-[A-Za-z0-9]+)*)*$/.test(text)) {
    const id = text.replaceAll('.', '_');
    if (id.length <= READABLE) return id;
  }
  const readable = shown
    .replace(/^ref:/, '')
    .replaceAll('.', '_')
    .replace(/[^A-Za-z0-9_]+/g, '-')
    .slice(0, READABLE)
    .replace(/^-+|-+$/g, '');
  return [...(readable === '' ? [] : [readable]), fingerprint([text])].join('-');
}

/** Returns a construct id for an ARN or an address: it shows the account and the name, and not what all ARNs begin with. */
export const principalId = (arn: string): string => idOf(arn, arn.replace(/^arn:[^:]*:[^:]*:[^:]*:/, ''));
