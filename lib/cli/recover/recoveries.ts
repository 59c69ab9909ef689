import { awsRecovery } from '../../clouds/aws/recovery';
import type { CloudRecovery } from '../../port/recovery';

/** The clouds whose lost objects the command can find. */
export const recoveries: readonly CloudRecovery[] = [awsRecovery];
