import type { Manifest } from '../io';
import type { ProjectProps } from './project';

/** `README.md` of a new project: the next steps. */
export function readme(name: string, form: ProjectProps['form'], { peerDependencies }: Manifest): string {
  const isTyped = form === 'typescript';
  const source = isTyped ? '`main.ts`' : '`factory.yaml`';
  const aws = `@cdktf/provider-aws@${peerDependencies['@cdktf/provider-aws'] ?? 'latest'}`;
  return `# ${name}

An AI factory: ${source} says which clusters it may use and what its users need; Terraform of it is synthesized with cdktf.

## First run

\`\`\`sh
npm install
npx ai-factory validate .   # problems with place and fix: of the schema first, then of the plan
npx ai-factory plan .       # servers, GPUs, kW, latency, $ per million tokens
${isTyped ? 'npm test                    # compares the Terraform with the reviewed snapshots\n' : ''}npx cdktf synth             # writes the Terraform to cdktf.out
\`\`\`

\`cdktf synth\` and \`cdktf deploy\` need Terraform 1.11 or later on the path.

## Next steps

1. In ${source}, set the kubeconfig context, the country, the storage class and the pools of your cluster; \`selector\` holds the
   labels of the nodes of a pool (\`kubectl get nodes --show-labels\`). The cluster runs Kubernetes 1.34 or later and enforces
   network policies: \`node_modules/cdktf-ai-factory/docs/existing-clusters.md\` has the commands that check it.
   \`npx ai-factory plan .\` shows at once whether the model fits.${
     isTyped
       ? `
2. Run \`npm test -- --update\` and read what changed in \`test/snapshots\`. Commit it with the change.`
       : `
2. Run \`npx ai-factory schema > factory.schema.json\` and name that file in your editor to complete keys and values.`
   }
3. Commit \`package-lock.json\`: the workflow in \`.github/workflows/factory.yml\` installs from it. It validates, ${
    isTyped ? 'tests, ' : ''
  }synthesizes
   and runs checkov on every pull request, and plans if the secret \`KUBECONFIG\` is set.
4. Keep the Terraform state in a bucket before others deploy:
   ${
     isTyped
       ? "`terraform: { backend: { type: 's3', bucket: '…', region: '…' } }` in the props of the factory."
       : '`terraform: { backend: { type: s3, bucket: …, region: … } }`.'
   }
5. Deploy: \`export KUBE_CONFIG_PATH=~/.kube/config\`, then \`npx cdktf deploy "starter-*"\`, which keeps the order of the stacks.
6. For a region of AWS, run \`npm install "${aws}"\` and add ${
    isTyped ? 'an `AwsSite` of `cdktf-ai-factory/aws`' : 'a site with `provider: aws`'
  }.

${isTyped ? '`new Traffic(factory, …)`' : 'The key `traffic`'} gives callers a host name for each workload. If \`cdktf synth\`
ends with findings, \`npx ai-factory validate .\` prints them alone. The commands are described in
\`node_modules/cdktf-ai-factory/docs/commands.md\`.
`;
}
