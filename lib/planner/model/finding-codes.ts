/** Meaning of each code of a finding; `docs/errors.md` lists every row. */
export interface FindingCodeRow {
  /** What was found, in Markdown. */
  readonly found: string;
  /** What to do about it, in Markdown. */
  readonly fix: string;
  /**
   * Whether one name or one range alone causes it, so that it also holds for a factory of which other parts are invalid.
   *
   * @default false
   */
  readonly isLocal?: boolean;
}

const rows = {
  'acknowledgement-unused': {
    found: 'an acknowledgement, of a construct or under `acknowledge`, covers nothing any more',
    fix: 'remove it or correct its path',
  },
  'address-range-conflict': {
    found: 'a site states another range than its existing VPC has',
    fix: 'remove `addressRange` of the site',
  },
  'address-range-missing': {
    found: 'a site has no range, and its network is one of several that are created, or an existing VPC',
    fix: 'state `addressRange` for each',
  },
  'address-range-size': {
    found: 'a range is too small or too large for a network',
    fix: 'use /16 to /20',
  },
  'address-ranges-overlap': {
    found: 'two sites share addresses',
    fix: 'give them separate ranges',
    isLocal: true,
  },
  'air-cooling-over-limit': {
    found: 'pools give the air more heat than it takes',
    fix: 'remove nodes, cool by liquid, or raise `airKw`',
  },
  'alert-not-measured': {
    found: 'a site has a power budget and accelerators that do not report their power (not NVIDIA)',
    fix: 'watch the power with the meters of the site',
  },
  'ambiguous-pool': {
    found: 'a pool is named that several sites have',
    fix: 'use `site/pool`; the message lists them',
  },
  'app-failed': {
    found: 'the command of a `cdktf.json` ended with an error that is not a finding, or it synthesized no factory',
    fix: 'fix what its last lines say',
  },
  'availability-without-spare': {
    found: 'a high availability is promised and nothing is spare',
    fix: 'survive a pod or a node, or promise less',
  },
  'bad-format': {
    found: 'a text is not of the form that its key needs',
    fix: 'follow the form in the message',
    isLocal: true,
  },
  'bad-name': {
    found: 'a name is not a DNS label',
    fix: 'use lower case letters, digits and dashes',
    isLocal: true,
  },
  'capacity-block-end': {
    found: 'a capacity block has no end, or ends before it starts',
    fix: 'state `endsAt`',
  },
  'capacity-block-purchase': {
    found: 'a block is to be bought that EC2 does not sell, or Terraform cannot buy',
    fix: 'follow the message',
  },
  'capacity-block-source': {
    found: 'a capacity block has neither an id nor a purchase',
    fix: 'state one of them',
  },
  'capacity-block-zone': {
    found: 'a capacity block names a zone outside the site',
    fix: "name one of the site's zones",
  },
  'capacity-needs-one-zone': {
    found: 'a reservation is in one zone, and several are stated',
    fix: 'name its zone',
  },
  'capacity-not-offered': {
    found: 'a machine is not sold in that way',
    fix: 'use one of the ways in the message',
  },
  'carbon-over-limit': {
    found: 'a site emits more than its limit',
    fix: 'move or remove load',
  },
  'cdu-over-capacity': {
    found: 'liquid heat is more than the distribution units carry with their redundancy',
    fix: 'install more, or remove nodes',
  },
  'cluster-admins-missing': {
    found: 'the cluster would have no administrator',
    fix: 'state `cluster.admins`',
  },
  'cluster-needs-two-zones': {
    found: 'the subnets of an EKS cluster would be in one zone',
    fix: 'add a zone or a subnet, and keep pools in one zone with `zones` of the pool',
    isLocal: true,
  },
  'counts-conflict': {
    found: 'a maximum is below the number, or the minimum, of nodes',
    fix: 'raise the maximum',
  },
  'default-deny': {
    found: 'a namespace lets traffic through that no policy names',
    fix: 'add the default-deny policy',
  },
  'demand-shed': {
    found: 'without a site, part of a demand cannot be carried',
    fix: 'add capacity, or state `placement.sitesThatMayFail`',
  },
  'dra-with-karpenter': {
    found: 'pods that ask through DRA get no nodes from Karpenter',
    fix: 'use `manager: managed`',
  },
  'duplicate-name': {
    found: 'two constructs describe one thing: a site, a pool, a workload of one name, or a second budget',
    fix: 'use another id, or set `name`',
    isLocal: true,
  },
  'duplicate-stack': {
    found: 'two stacks of an app have one id',
    fix: 'rename a factory, a site or a stack; give a factory a `name` where its construct id is used twice',
  },
  'egress-not-by-name': {
    found:
      "a boundary lists domain names and the site's network cannot hold them: plain policies know addresses only, and those of the VPC CNI know names on nodes of EKS Auto Mode only",
    fix: 'on AWS state `network.allowedDomains`, so that no other name resolves; else `egress: cilium`, or open `egressCidrs`',
  },
  'encryption-at-rest': {
    found: 'something is stored without a key',
    fix: "give it the site's key",
  },
  'entry-without-hostname': {
    found: 'the front door sends requests to a site whose address it does not know',
    fix: 'state `entry.hostname` of the site',
  },
  'existing-cluster-network': {
    found: 'a site has an existing cluster and no existing network',
    fix: 'state the VPC of the cluster under `network.existing`',
  },
  'fabric-over-zones': {
    found: 'the network between nodes works inside one zone, and several are stated',
    fix: 'name one zone, or make a pool for each',
  },
  'failover-by-hand': {
    found: 'a route of a cluster splits requests and does not notice a lost site',
    fix: 'take its weight away, or use a front door with health checks',
  },
  'feed-over-limit': {
    found: 'pools draw more than their feed carries',
    fix: 'move pools to another feed',
  },
  'front-door-lost': {
    found: 'the lost site holds the route that splits requests over all sites',
    fix: 'use a front door outside the sites',
  },
  'front-door-outside-aws': {
    found: 'Global Accelerator is to send requests to a site outside AWS',
    fix: 'use `route53`',
  },
  'gated-weights': {
    found: 'the weights of a model are given on request only, and no token is stated',
    fix: 'ask for access on the page in the message and set `weights.tokenSecret`, or use another model',
  },
  'handle-of-a-site': {
    found: 'the network or cluster of one site is a prop of another',
    fix: 'pass a `Network` or an `EksCluster` of a stack of your own',
    isLocal: true,
  },
  'image-not-pinned': {
    found: 'no release of a node image is known for this minor of Kubernetes',
    fix: 'state `image.release`',
  },
  'inlet-outside-class': {
    found: 'air enters warmer or cooler than the class allows',
    fix: 'change the temperature or the class',
  },
  'inlet-outside-recommended': {
    found: 'air enters outside the recommended envelope',
    fix: 'keep to it where failures matter',
  },
  'known-after-apply': {
    found: 'a value of Terraform is used where the planner needs the value itself',
    fix: 'write the value itself',
    isLocal: true,
  },
  'kubernetes-not-supported': {
    found: 'EKS does not have the version, or its standard support is over',
    fix: 'use one of the versions in the message',
  },
  'kubernetes-support-ends': {
    found: 'standard support of the version ends within 90 days',
    fix: 'use a later version',
  },
  'kubernetes-too-old': {
    found: 'the cluster is older than its controllers need',
    fix: 'upgrade it',
  },
  'latency-not-stated': {
    found: 'users are promised a network latency, and the round trip from them to a site is not known',
    fix: 'measure it and state `latencyMs` of the site',
  },
  'latency-too-high': {
    found: 'a site is further from the users of a workload than promised',
    fix: 'use a nearer site, or raise `objectives.networkMs`',
  },
  'limits-conflict': {
    found: 'no placement keeps all limits; the smallest set that conflicts is named',
    fix: 'ease one of them',
  },
  'liquid-cooling-needed': {
    found: 'a machine needs liquid, and the site has air',
    fix: 'use another machine or hall',
  },
  'liquid-flow-over-limit': {
    found: 'the loop carries less than the heat needs',
    fix: 'raise flow or temperature difference',
  },
  'liquid-loop-not-stated': {
    found: 'liquid heat has no loop',
    fix: 'state `cooling.loop`',
  },
  'liquid-return-not-above-supply': {
    found: 'the loop returns no warmer than it is supplied',
    fix: 'correct the temperatures',
  },
  'log-retention-too-short': {
    found: 'logs of a high-risk use are kept too short',
    fix: 'raise `logRetentionDays`',
  },
  'logs-retained': {
    found: 'a log group keeps its logs for ever or too short',
    fix: 'state a retention',
  },
  'manager-not-possible': {
    found: 'a machine or a block cannot be run by that manager',
    fix: 'use the one in the message',
  },
  'metric-without-price': {
    found: 'an alert or a panel on the price of tokens measures a machine that has no price',
    fix: 'add the price under `catalog.machinePrices`, or in `capacity` of the pool',
  },
  'metrics-retention-too-short': {
    found: 'metrics of a high-risk use are kept under 30 days',
    fix: 'raise `metricsRetentionDays`',
  },
  missing: {
    found: 'a key that must be stated is not',
    fix: 'state it',
    isLocal: true,
  },
  'missing-package': {
    found: 'bindings that the factory needs are not installed',
    fix: 'run the line in the message',
  },
  'mixed-node-images': {
    found: 'pools of one cluster use two image families',
    fix: 'use one',
  },
  'money-limit-unpriced': {
    found: 'a money limit is set and a price is unknown',
    fix: 'add the prices that `no-price` names',
  },
  'money-over-limit': {
    found: 'a site costs more than its budget, network and control plane included',
    fix: 'remove nodes or raise the budget',
  },
  'move-onto-itself': {
    found: 'a move inside a site would serve one name twice',
    fix: 'state another `revision`',
  },
  'move-onto-share': {
    found: 'the target serves the workload already',
    fix: 'change its shares instead',
  },
  'move-outside-sites': {
    found: "an end of a move is not among the workload's sites",
    fix: 'add it to `sites`',
  },
  'move-without-share': {
    found: 'the source has no share to move',
    fix: 'name a site with a share',
  },
  'move-without-traffic': {
    found: 'nothing splits requests between the two sites',
    fix: 'state `traffic`',
  },
  'name-collision': {
    found: 'two parts of a factory, or of two factories that share a cluster or an account, derive one name',
    fix: 'follow the message: rename one of them',
  },
  'no-accelerator': {
    found: 'a pool has no accelerators',
    fix: 'use another pool',
  },
  'no-dra-driver': {
    found: 'accelerators are requested through DRA without a driver for them',
    fix: 'use the device plugin, or add a row under `catalog.deviceClasses`',
  },
  'no-effect': {
    found: 'the cloud of a site cannot realize a key that the site or a pool states',
    fix: 'remove the key',
    isLocal: true,
  },
  'no-engine-image': {
    found: 'there is no image of the engine for these accelerators',
    fix: 'add a row under `catalog.engineImages`, or use other accelerators',
  },
  'no-explanation': {
    found: 'the path of `plan --explain` is not that of a number',
    fix: 'use one of the paths in the message, or find it in `plan --json`',
  },
  'no-fabric': {
    found: 'a pool requests a network between nodes that its machine or its site does not have',
    fix: 'use a larger size, state `rdma` of the site, or set `fabric: none`',
  },
  'no-factory': {
    found: 'an app has several factories, or none of the name',
    fix: 'choose one with `--factory`',
  },
  'no-grid-carbon': {
    found: 'a carbon limit is set and the grid is not known',
    fix: 'state `gridGramsPerKwh`',
  },
  'no-machine-with-accelerator': {
    found: 'no machine of the provider has the accelerator',
    fix: 'name a machine',
  },
  'no-node-image': {
    found: 'there is no node image for these nodes',
    fix: 'state the image, or add a row under `catalog.nodeImages`',
  },
  'no-plain-secrets': {
    found: 'the synthesized code contains a secret',
    fix: 'name a secret of the cluster instead',
  },
  'no-price': {
    found: 'a machine has no price; it is missing from all sums, which are printed as "at least" or `-`',
    fix: 'add a row under `catalog.machinePrices`',
  },
  'no-project': {
    found: '`init` was called for a folder that is not empty or cannot be written',
    fix: 'follow the message',
  },
  'no-public-subnets': {
    found: 'the entry of a site in an existing VPC is public, and no public subnets are stated',
    fix: 'state `network.existing.publicSubnetIds`, or set `entry.public: false`',
  },
  'no-recovery': {
    found: 'a stack cannot be recovered as asked',
    fix: 'follow the message',
  },
  'no-share': {
    found: 'the shares of a workload give the site nothing',
    fix: 'change the shares',
  },
  'no-step': {
    found: 'a migration cannot be stepped as asked',
    fix: 'follow the message',
  },
  'no-vendor-release': {
    found: 'no row names the release with the device plugin of these accelerators',
    fix: 'add a row under `catalog.vendorReleases`',
  },
  'no-way-out': {
    found: 'nodes could reach nothing that they need',
    fix: 'state NAT or endpoints',
  },
  'no-wildcards': {
    found: 'a policy allows every action or every resource',
    fix: 'narrow it, or acknowledge it with a reason',
  },
  'not-allowed': {
    found: 'a value breaks a rule of its key',
    fix: 'follow the message',
    isLocal: true,
  },
  'nothing-public': {
    found: 'something can be reached from the internet',
    fix: 'make it private, or acknowledge it with a reason',
  },
  'objectives-contradict': {
    found: 'two requirements of a workload exclude each other; the message names both',
    fix: 'change one of them',
  },
  'objectives-out-of-reach': {
    found: 'even one request alone misses the objectives',
    fix: 'relax them, or use a faster accelerator',
  },
  'other-factory': {
    found: 'a construct refers to one of another factory',
    fix: 'use one of the same factory',
  },
  'out-of-range': {
    found: 'a number or a length is outside its limits',
    fix: 'use a value inside them',
    isLocal: true,
  },
  'ownership-estimated': {
    found: 'the cost of owned machines is an estimate',
    fix: 'state `usdPerNode` and `lifeYears`',
  },
  'pinned-images': {
    found: 'an image can change under its name',
    fix: 'pin it by digest or version',
  },
  'placement-group-with-block': {
    found: 'a capacity block and a placement group exclude each other',
    fix: 'leave the group out',
  },
  'placement-group-with-reservation': {
    found: 'the group was made outside the reservation',
    fix: 'make the reservation in the group',
  },
  'pool-machine': {
    found: 'a pool states both machine and accelerator, or neither',
    fix: 'state one',
  },
  'pool-not-listed': {
    found: 'a workload may not use the pool',
    fix: 'add it to `pools`',
  },
  'pool-too-small-for-model': {
    found: 'weights and one context do not fit',
    fix: 'use a larger machine, more nodes or a smaller precision',
  },
  'pool-without-feed': {
    found: 'a site has feeds and the pool names none',
    fix: 'set `feed`',
  },
  'power-cap-above-board': {
    found: 'a cap above the board power does nothing',
    fix: 'lower it or leave it out',
  },
  'power-cap-below-measured': {
    found: 'no measurement reaches that far down',
    fix: 'raise the cap, or test it',
  },
  'power-cap-without-board-power': {
    found: 'the board power is not known',
    fix: 'leave the cap out',
  },
  'power-over-limit': {
    found: 'a site draws more than it may',
    fix: 'remove nodes, cap them, or raise the limit',
  },
  'price-of-other-region': {
    found: "a machine has no price in its region; another's is taken",
    fix: 'add a row',
  },
  'private-api': {
    found: 'the API of a cluster answers at private addresses only, and nothing states from where it is reached',
    fix: 'set `cluster.privateCidrs`, `cluster.publicCidrs` or `access.context`; see [the first deploy](first-deploy.md)',
  },
  'prohibited-use': {
    found: 'the declared use is prohibited by Art. 5 of Regulation (EU) 2024/1689',
    fix: 'it is not synthesized',
  },
  'public-api': {
    found: 'the API of a cluster is open to the internet',
    fix: 'narrow `publicCidrs`',
  },
  'rack-not-whole': {
    found: 'a rack-scale machine is stated in parts of a rack',
    fix: 'state whole racks',
  },
  'rack-over-power-limit': {
    found: 'a full rack draws more than racks may',
    fix: 'set fewer `nodesPerRack`',
  },
  'rack-too-hot': {
    found: 'a full rack gives the air more heat than a rack can',
    fix: 'set fewer `nodesPerRack`',
  },
  residency: {
    found: 'data may not be in that jurisdiction',
    fix: 'use another site',
  },
  'restricted-pods': {
    found: 'a pod has rights that tenants have not',
    fix: 'follow the message',
  },
  'shared-cluster': {
    found: 'two sites use one cluster',
    fix: 'use one site with several pools, or another context',
  },
  'shares-not-increasing': {
    found: 'a share of a migration is not larger than the one before',
    fix: 'order them',
  },
  'shares-not-whole': {
    found:
      'the shares of a workload do not add up to all requests, or the last share of a migration is not all of them',
    fix: 'make them 100 %',
  },
  'site-not-listed': {
    found: 'a workload may not run at the site',
    fix: 'add it to `sites`',
  },
  'stated-twice': {
    found: 'a list states a value twice',
    fix: 'remove one of them',
  },
  'step-beyond-shares': {
    found: 'the step of a migration is beyond its list of shares',
    fix: 'use an index into the shares',
  },
  'step-without-shift': {
    found: 'a step says nothing outside `shift`',
    fix: 'remove it',
  },
  'storage-class-missing': {
    found: 'the cloud of a site has no store for weights, and no class of volumes is stated',
    fix: 'set `storageClass`',
  },
  tags: {
    found: 'something lacks the tags or labels of its factory',
    fix: 'add them',
  },
  'tenant-not-in-queue': {
    found: 'a queue does not admit the tenant',
    fix: 'add the tenant, or name another queue',
  },
  'terraform-expression': {
    found: 'a text holds `${`, `%{` or a token of cdktf, which Terraform would replace',
    fix: 'write the text itself',
    isLocal: true,
  },
  'too-many-zones': {
    found: 'an AWS site has more zones than its address plan holds',
    fix: 'name those that pools use, up to 6',
  },
  'two-drivers': {
    found: 'the image brings the driver and the operator would too',
    fix: 'set `drivers: installed`',
  },
  'ultraserver-part': {
    found: 'a pool has part of an UltraServer',
    fix: 'use a multiple of its nodes',
  },
  'unknown-accelerator': {
    found: 'an accelerator is named that no row or no part of the file has',
    fix: 'correct the name; the nearest are in the message',
    isLocal: true,
  },
  'unknown-boundary': {
    found: 'a boundary is named that no row or no part of the file has',
    fix: 'correct the name or add it',
    isLocal: true,
  },
  'unknown-choice': {
    found: 'a value is not one of the choices',
    fix: 'use one of them',
    isLocal: true,
  },
  'unknown-cloud': {
    found: 'a site is of a cloud whose rules were not passed',
    fix: 'correct `provider`, or pass the rules of the cloud in `clouds`; for a factory file, use an app with `AiFactory.fromFile`',
    isLocal: true,
  },
  'unknown-component': {
    found: 'a component is named that no row or no part of the file has',
    fix: 'correct the name or add it',
    isLocal: true,
  },
  'unknown-country': {
    found: 'a country is named that no row or no part of the file has',
    fix: 'correct the name; the nearest are in the message',
    isLocal: true,
  },
  'unknown-engine': {
    found: 'a row names an engine that no row has',
    fix: 'correct the name; the nearest are in the message',
    isLocal: true,
  },
  'unknown-feed': {
    found: 'a feed is named that no row or no part of the file has',
    fix: 'correct the name or add it',
    isLocal: true,
  },
  'unknown-key': {
    found: 'a key is not known',
    fix: 'correct its name',
    isLocal: true,
  },
  'unknown-machine': {
    found: 'a machine is named that no row or no part of the file has',
    fix: 'correct the name; the nearest are in the message',
    isLocal: true,
  },
  'unknown-model': {
    found: 'a model is named that no row or no part of the file has',
    fix: 'correct the name; the nearest are in the message',
    isLocal: true,
  },
  'unknown-policy': {
    found: 'an acknowledgement names a policy that the factory does not have',
    fix: 'correct the id; the policies are in the message',
  },
  'unknown-pool': {
    found: 'a pool is named that no row or no part of the file has',
    fix: 'correct the name or add it',
    isLocal: true,
  },
  'unknown-queue': {
    found: 'a queue is named that no row or no part of the file has',
    fix: 'correct the name or add it',
    isLocal: true,
  },
  'unknown-region': {
    found: 'a region is named that no row or no part of the file has',
    fix: 'correct the name; the nearest are in the message',
    isLocal: true,
  },
  'unknown-release': {
    found: "`installed` names something that is none of the platform's releases",
    fix: 'correct the name; the releases are in the message',
    isLocal: true,
  },
  'unknown-site': {
    found: 'a site is named that no row or no part of the file has',
    fix: 'correct the name or add it',
    isLocal: true,
  },
  'unknown-tenant': {
    found: 'a tenant is named that no row or no part of the file has',
    fix: 'correct the name or add it',
    isLocal: true,
  },
  'unknown-users': {
    found: 'no site states how far it is from these users',
    fix: 'correct the name or state `latencyMs`',
    isLocal: true,
  },
  'unknown-weight-source': {
    found: 'no row says how weights are fetched from the scheme of `weights.source`',
    fix: 'correct the address, or add a row under `catalog.weightSources`',
    isLocal: true,
  },
  'unknown-workload': {
    found: 'a workload is named that no row or no part of the file has',
    fix: 'correct the name or add it',
    isLocal: true,
  },
  unreadable: {
    found: 'the file is no document',
    fix: 'correct it; exit code 2',
  },
  'unused-phase': {
    found: 'the context of `cdktf.json` has a phase for a migration that the factory does not have',
    fix: 'delete the key from `context.migrations`',
  },
  'users-not-stated': {
    found: 'a network latency is promised and nothing says to whom',
    fix: 'state `users`',
  },
  validation: {
    found: 'a validation of a construct outside all stacks failed',
    fix: 'follow the message, which is that of the construct',
  },
  'weights-access-unknown': {
    found: 'it is not known whether the weights of a model can be downloaded without a login',
    fix: 'look at the page in the message; set `weights.tokenSecret` if it requires a login',
  },
  'weights-in-other-precision': {
    found: "a precision is requested that the model's repository does not hold and the engine does not make on load",
    fix: 'state `weights.source` with weights in that precision',
  },
  'workload-moves-twice': {
    found: 'two migrations move one workload',
    fix: 'end one first',
  },
  'workload-not-served': {
    found: 'an alert or a panel measures a workload that its site does not serve',
    fix: 'state it at a site that serves the workload, or place the workload there',
  },
  'workload-on-two-pools': {
    found: 'the replicas of a workload need two pools of one site',
    fix: 'name one pool and give it the nodes, make one pool of both, or split the workload',
  },
  'workload-without-pool': {
    found: 'no site has a pool with accelerators',
    fix: 'add one',
  },
  'wrong-type': {
    found: 'a value is of another kind',
    fix: 'use the kind in the message',
    isLocal: true,
  },
  'zone-not-in-region': {
    found: 'a zone is not in the region',
    fix: 'use one of its zones',
    isLocal: true,
  },
  'zone-not-in-site': {
    found: 'a zone is not one of the site',
    fix: 'add it to the site, or name another',
  },
  'zone-without-subnet': {
    found: 'a site in an existing VPC uses a zone without a private subnet',
    fix: 'add the subnet of the zone, or remove the zone',
  },
} as const satisfies Readonly<Record<string, FindingCodeRow>>;

/** A code that a finding of the library can have. Checks, policies and clouds of users have codes of their own. */
export type FindingCode = keyof typeof rows;

/** Every code of the library's findings, in the order of the alphabet. */
export const findingCodes: Readonly<Record<FindingCode, FindingCodeRow>> = rows;

/** Whether a code is one of the library's. */
export const isFindingCode = (code: string): code is FindingCode => Object.hasOwn(findingCodes, code);
