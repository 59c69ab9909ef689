import type { ProjectProps } from './project';

/** `.github/workflows/factory.yml` of a new project: validates, synthesizes, checks; plans if there are credentials. */
export const workflow = (form: ProjectProps['form']): string => `name: factory

on:
  pull_request:
  push:
    branches: [main]

permissions:
  contents: read

jobs:
  check:
    runs-on: ubuntu-latest
    steps:
${SETUP}
      - name: Validate
        run: npx ai-factory validate .
${form === 'typescript' ? TEST : ''}      - name: Synthesize
        run: npx cdktf synth
      # checkov cannot read the \`terraform\` block of JSON: it is left out of what it checks.
      - name: Check with checkov
        run: |
          for stack in cdktf.out/stacks/*/; do
            mkdir -p "checkov/$(basename "$stack")"
            jq 'del(.terraform)' "$stack/cdk.tf.json" > "checkov/$(basename "$stack")/cdk.tf.json"
          done
          pipx run checkov==${CHECKOV} --directory checkov --framework terraform_json --skip-download --compact --quiet

  # Plans the stacks against the cluster if the secret KUBECONFIG of the repository holds a kubeconfig.
  # For an AWS site, add aws-actions/configure-aws-credentials with a role that trusts this repository.
  plan:
    needs: check
    runs-on: ubuntu-latest
    env:
      HAS_CREDENTIALS: \${{ secrets.KUBECONFIG != '' }}
      KUBE_CONFIG_PATH: \${{ github.workspace }}/kubeconfig
    steps:
${SETUP.replaceAll(/^( {6}- .*)$/gm, "$1\n        if: env.HAS_CREDENTIALS == 'true'")}
      - name: Plan
        if: env.HAS_CREDENTIALS == 'true'
        env:
          KUBECONFIG_TEXT: \${{ secrets.KUBECONFIG }}
        run: |
          umask 077 && printf '%s' "$KUBECONFIG_TEXT" > kubeconfig
          npx cdktf synth
          for stack in $(jq -r '.stacks | keys_unsorted[]' cdktf.out/manifest.json); do
            case "$stack" in
              *-substrate | *-platform) npx cdktf diff "$stack" --skip-synth ;;
              # The platform installs the resource types that the plans of the other stacks need.
              *) npx cdktf diff "$stack" --skip-synth || echo "::warning::$stack has no plan before its platform is deployed" ;;
            esac
          done
`;

/** Release of checkov that the project is held to. */
const CHECKOV = '3.3.30';

const SETUP = `      - uses: actions/checkout@v5
      - uses: actions/setup-node@v5
        with:
          node-version: 22
          cache: npm
      - uses: hashicorp/setup-terraform@v3
        with:
          terraform_wrapper: false
      - run: npm ci`;

const TEST = `      - name: Check types
        run: npm run check
      - name: Compare with the reviewed snapshots
        run: npm test
`;
