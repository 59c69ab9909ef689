import { awsRules } from '../clouds/aws/rules';
import { kubernetesRules } from '../clouds/kubernetes/rules';
import type { CloudRules } from '../planner/model/cloud';

/** The clouds that a factory file may use with the command of the library. */
export const standardClouds: readonly CloudRules[] = [awsRules, kubernetesRules];
