import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import type { Construct } from 'constructs';
import type { IEncryptionKey } from '../identity/encryption-key';

/** Days for which logs are kept by default. */
export const LOG_RETENTION_DAYS = 365;

export interface LogGroupProps {
  readonly name: string;
  /** @default 365 */
  readonly retentionDays?: number;
  /** @default - CloudWatch's own key */
  readonly key?: IEncryptionKey;
}

/** Adds a log group with a retention. */
export const addLogGroup = (scope: Construct, id: string, props: LogGroupProps): CloudwatchLogGroup =>
  new CloudwatchLogGroup(scope, id, {
    name: props.name,
    retentionInDays: props.retentionDays ?? LOG_RETENTION_DAYS,
    ...(props.key === undefined ? {} : { kmsKeyId: props.key.keyArn }),
  });
