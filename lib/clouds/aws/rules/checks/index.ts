import type { Check, LibraryCheck } from '../../../../planner/model/check';
import { access } from './access';
import { capacityBlocks } from './capacity-blocks';
import { clusterZones } from './cluster-zones';
import { existing } from './existing';
import { frontDoor } from './front-door';
import { kubernetesVersion } from './kubernetes-version';
import { nodeImages } from './node-images';
import { systemNodes } from './system-nodes';

/** The rules that AWS sites are checked against, in the order in which they are run. */
export const awsChecks: readonly Check[] = Object.freeze<readonly LibraryCheck[]>([
  capacityBlocks,
  access,
  existing,
  kubernetesVersion,
  nodeImages,
  systemNodes,
  clusterZones,
  frontDoor,
]);
