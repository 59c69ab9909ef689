import type { LibraryFinding } from '../planner/model/finding';
import { podsOf } from './pods';
import { type LibraryPolicy, type StackView, violation } from './policy';
import { isReference, leavesOf, listAt, objectAt, type TerraformObject, textAt } from './terraform-json';

const id = 'no-plain-secrets';

/** Texts that are secrets at any place. */
const secretTexts: Readonly<Record<string, RegExp>> = {
  'an AWS access key': /\b(AKIA|ASIA)[A-Z2-7]{16}\b/,
  'a private key': /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  'a Hugging Face token': /\bhf_[A-Za-z0-9]{30,}\b/,
  'a GitHub token': /\b(gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{50,})\b/,
  'a Slack token': /\bxox[abprs]-[A-Za-z0-9-]{10,}/,
  'an API key': /\bsk-[A-Za-z0-9_-]{32,}/,
  'a signed token': /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/,
  'a password in an address': /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@$]+:[^\s/:@$]+@/,
};

/** Names under which values are secrets; `MAX_TOKENS` and `secretKeyRef` are none. */
const SECRET_NAME = /(^|[_.-])(password|passwd|token|secret|api_?key|private_?key|access_?key|credentials?)$/i;
/** Attributes of Terraform resources that hold secrets as text. */
const SECRET_ATTRIBUTE = /(^|\.)(password|master_password|secret_string|auth_token|private_key|secret_key)$/;
/** Arguments that carry a secret: `--api-key=…`. */
const SECRET_ARGUMENT = /^--?[a-z-]*(password|token|secret|api-key)=(?!\$)(.+)$/;

const stated = (text: string | undefined): boolean => text !== undefined && text !== '' && !isReference(text);

/** Secrets are never repeated in messages: they end in logs. */
function textFindings(object: TerraformObject): readonly LibraryFinding[] {
  return leavesOf(object.values).flatMap(({ path, text }) => {
    const known = Object.entries(secretTexts).find(([, pattern]) => pattern.test(text))?.[0];
    if (known !== undefined) return [violation(id, object, `${path} holds ${known}; refer to a secret instead`)];
    return SECRET_ATTRIBUTE.test(path) && stated(text)
      ? [violation(id, object, `${path} is stated as plain text and ends in the state; refer to a secret instead`)]
      : [];
  });
}

const podFindings = (stack: StackView): readonly LibraryFinding[] =>
  podsOf(stack).flatMap(({ object, name, containers }) =>
    containers.flatMap((container) => {
      const variables = [...listAt(container, 'env')]
        .filter((each) => SECRET_NAME.test(textAt(each, 'name') ?? '') && stated(textAt(each, 'value')))
        .map((each) => `environment variable ${textAt(each, 'name')}`);
      const given = [...listAt(container, 'command'), ...listAt(container, 'args')]
        .filter((each): each is string => typeof each === 'string' && SECRET_ARGUMENT.test(each))
        .map((each) => `argument ${each.slice(0, each.indexOf('='))}`);
      return [...variables, ...given].map((what) =>
        violation(id, object, `${what} of ${name} is plain text; use a secretKeyRef`),
      );
    }),
  );

/** Kubernetes secrets with their content: it would be in the plan and in the state. */
const secretObjects = (stack: StackView): readonly LibraryFinding[] =>
  stack.objects
    .filter((object) => object.mode === 'resource')
    .flatMap((object) => {
      const manifest = objectAt(object.values, 'manifest');
      const holder =
        textAt(manifest, 'kind') === 'Secret'
          ? manifest
          : /^kubernetes_secret(_v1)?$/.test(object.type)
            ? object.values
            : null;
      const content =
        holder === null
          ? []
          : ['data', 'stringData', 'binary_data'].flatMap((key) => leavesOf(objectAt(holder, key), key));
      return content
        .filter(({ text }) => stated(text))
        .map(({ path }) =>
          violation(
            id,
            object,
            `${path} of a Secret is stated in the code; let an operator or a secret store write it`,
          ),
        );
    });

/** No secret is written into the code, the plan or the state. */
export const noPlainSecrets: LibraryPolicy = {
  id,
  description: 'Secrets are referred to and never stated: synthesized code, plans and states are read by many',
  check: ({ stacks }) =>
    stacks.flatMap((stack) => [...stack.objects.flatMap(textFindings), ...podFindings(stack), ...secretObjects(stack)]),
};
