import { type AwsSiteInput, awsRules } from '../clouds/aws/rules';
import { type KubernetesSiteInput, kubernetesRules } from '../clouds/kubernetes/rules';
import type { CloudRules } from '../planner/cloud';
import type { FactoryInput } from '../spec/factory';

/** The clouds that a factory file may use with the command of the library. */
export const standardClouds: readonly CloudRules[] = [awsRules, kubernetesRules];

/** A factory over sites of the standard clouds, as a user writes it. */
export type StandardFactoryInput = FactoryInput<AwsSiteInput | KubernetesSiteInput>;
