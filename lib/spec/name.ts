import { z } from 'zod';
import { parseCidr } from '../units/cidr';
import { orReference } from './reference';

/** Name of a site, pool, workload, …: becomes part of cloud and Kubernetes names, hence short and lower case. */
export const Name = z
  .string()
  .regex(
    /^[a-z]([a-z0-9-]{0,28}[a-z0-9])?$/,
    'use 1 to 30 lower-case letters, digits and dashes, starting with a letter',
  )
  // Names are keys of plain objects, which have this one from birth.
  .regex(/^(?!constructor$)/, 'this word is reserved by JavaScript; use another name');
export type Name = z.infer<typeof Name>;

/** A pool: `site/pool`, or the name alone if one site has a pool of that name. */
export const PoolReference = z
  .string()
  .regex(
    /^[a-z]([a-z0-9-]{0,28}[a-z0-9])?(\/[a-z]([a-z0-9-]{0,28}[a-z0-9])?)?$/,
    'use site/pool, or the name of a pool that one site has',
  )
  .regex(/^(?!constructor$)/, 'this word is reserved by JavaScript; use another name');

/** A word or a line: never empty, on one line. */
export const Line = z.string().regex(/^\S(?:[^\p{Cc}]*\S)?$/u, 'use one line of text, with no spaces around it');

/** What cloud providers allow in the value of a tag, and so in who owns and who pays. */
export const TagValue = orReference(
  z
    .string()
    .max(256)
    .regex(
      /^[\p{L}\p{N}_.:/=+\-@](?:[\p{L}\p{N} _.:/=+\-@]*[\p{L}\p{N}_.:/=+\-@])?$/u,
      'use letters, digits, spaces and _ . : / = + - @, which is what tags may hold',
    ),
);

/** Key of a tag of a cloud provider. */
export const TagKey = z
  .string()
  .max(128)
  .regex(
    /^(?!aws:)[\p{L}\p{N}_.:/=+\-@][\p{L}\p{N} _.:/=+\-@]*$/u,
    'use letters, digits, spaces and _ . : / = + - @, and not the prefix aws:',
  );

/** Name of a resource in AWS. */
export const Arn = orReference(
  z
    .string()
    .regex(
      /^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:(\d{12}|aws)?:\S+$/,
      'use an ARN such as arn:aws:iam::111122223333:role/platform-deployer',
    ),
);

/** Name of a bucket. */
export const BucketName = z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'use the name of a bucket');

/** Name of an environment variable. */
export const VariableName = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_.-]*$/, 'use the name of an environment variable, such as VLLM_LOGGING_LEVEL');

/** Name of an object of a Kubernetes cluster, such as a secret. */
export const ObjectName = z
  .string()
  .max(253)
  .regex(
    /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/,
    'use the name of an object of the cluster: lower-case letters, digits, dots and dashes',
  );

/** Name of a secret of a Kubernetes cluster. */
export const SecretName = orReference(ObjectName);

/** DNS name such as `llm.example.com`. */
export const DnsName = z
  .string()
  .max(253)
  .regex(
    /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
    'use a DNS name such as llm.example.com',
  );

/** DNS name or all names below one, such as `*.example.com`. */
export const DomainPattern = z
  .string()
  .max(255)
  .regex(
    /^(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.?$/,
    'use a DNS name such as example.com, or *.example.com for all names below it',
  );

/** Versions that Terraform accepts, such as `>= 1.11.0, < 2.0.0`. */
export const VersionConstraint = z
  .string()
  .regex(
    /^\s*(=|!=|>=?|<=?|~>)?\s*\d+(\.\d+){0,2}(-[0-9A-Za-z.-]+)?(\s*,\s*(=|!=|>=?|<=?|~>)?\s*\d+(\.\d+){0,2}(-[0-9A-Za-z.-]+)?)*\s*$/,
    'use a version constraint of Terraform such as ">= 1.11.0, < 2.0.0"',
  );

/** Id of a component of the platform, such as `chart/kueue`. */
export const ComponentId = z.string().regex(/^[a-z0-9][a-z0-9./-]*$/, 'use the id of a component, such as chart/kueue');

/** Minor version of Kubernetes, such as `1.35`. */
export const KubernetesMinor = z.string().regex(/^1\.\d{1,3}$/, 'use a minor version in quotes, such as "1.35"');

/** Key of a Kubernetes label, such as `example.com/rack`. */
export const LabelKey = z
  .string()
  .regex(
    /^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/,
    'use a Kubernetes label such as example.com/rack',
  );

/** Value of a Kubernetes label. */
export const LabelValue = z
  .string()
  .regex(
    /^([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$/,
    'use at most 63 letters, digits, dots, dashes and underscores',
  );

/** IPv4 range such as `10.0.0.0/16`. */
export const CidrRange = z
  .string()
  .refine(
    (text) => parseCidr(text) !== null,
    'use an IPv4 range such as 10.0.0.0/16, with no bits set after the prefix',
  );

/** A share of a whole, from 0 to 1. */
export const Share = z.number().min(0).max(1);

/** A point in time with its offset, such as `2027-03-01T11:30:00Z`. */
export const Instant = z.iso.datetime({ offset: true });

export const Email = orReference(z.email());
